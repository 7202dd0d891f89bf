namespace ScratchNN.Tests.LayerContract;

/// <summary>What every layer promises of its buffers and its gradient.</summary>
public sealed class LayerContractTests
{
    private const double RightGradient = 1e-3; // the threshold that GradientCheckResult documents

    public static TheoryData<string> Names => LayerCases.Names;

    [Theory, MemberData(nameof(Names))]
    public void Backward_AtRandomPoints_IsTheSlopeOfForward(string name)
    {
        const int Numbers = 5000; // each is moved, and each move computes all: of more, smaller batches have to do
        var row = LayerCases.Get(name);
        foreach (int batchSize in (int[])[1, 2, 7, 33])
        {
            if (batchSize > 2 && batchSize * row.Input.Size > Numbers) break;
            var result = GradientCheck.Run(row.Layer, row.Input, batchSize, seed: 5);
            Assert.True(result.MaxRelativeError < RightGradient, $"batch {batchSize}: {result}");
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Run_DirtyBuffers_GivesTheBitsOfCleanOnes(string name)
    {
        var row = LayerCases.Get(name);
        var clean = new LayerRun(row, 7).Poison(0).Run();
        var dirty = new LayerRun(row, 7).Poison(float.NaN).Run();

        Assert.DoesNotContain(dirty.Y, float.IsNaN);
        clean.AssertSameBits(dirty);
    }

    [Theory, MemberData(nameof(Names))]
    public void Run_LeavesWhatItReads(string name)
    {
        var run = new LayerRun(LayerCases.Get(name), 7);
        float[] parameters = [.. run.Parameters], x = [.. run.X], dy = [.. run.DY];

        run.Run();

        Bits.AssertEqual(parameters, run.Parameters, "parameters");
        Bits.AssertEqual(x, run.X, "input");
        Bits.AssertEqual(dy, run.DY, "output gradient");
    }

    [Theory, MemberData(nameof(Names))]
    public void Backward_WithoutInputGradient_GivesTheSameParameterGradient(string name)
    {
        var row = LayerCases.Get(name);
        var whole = new LayerRun(row, 7).Run();
        var without = new LayerRun(row, 7).Run(wantsInputGradient: false);

        Bits.AssertEqual(whole.DW, without.DW, "parameter gradient");
        Assert.All(without.DX, value => Assert.True(float.IsNaN(value)));
    }

    [Theory, MemberData(nameof(Names))]
    public void Run_Twice_GivesTheSameBits(string name)
    {
        var row = LayerCases.Get(name);
        var once = new LayerRun(row, 7).Run();
        var twice = new LayerRun(row, 7).Run().Run();

        once.AssertSameBits(twice);
    }

    [Theory, MemberData(nameof(Names))]
    public void Run_AfterTheFirst_AllocatesNothing(string name)
    {
        var run = new LayerRun(LayerCases.Get(name), 33);
        Assert.Equal(0, Allocations.Of(() => run.Run()));
    }
}
