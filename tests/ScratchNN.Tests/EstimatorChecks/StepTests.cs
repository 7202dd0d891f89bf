namespace ScratchNN.Tests.EstimatorChecks;

/// <summary>What every step promises of threads and memory.</summary>
public sealed class StepTests
{
    private static readonly EstimatorData _data = EstimatorData.Default;

    public static TheoryData<string> Names => EstimatorCases.Names;

    [Theory, MemberData(nameof(Names)), Row(60)]
    public void Fit_AnyNumberOfWorkers_GivesTheSameBits(string name)
    {
        var row = EstimatorCases.Get(name);
        uint[] expected = Bits.Of(row.Fitted().Model);
        foreach (int workers in (int[])[2, 4, 8])
        {
            var trainer = row.NewTrainer(options => options with { Workers = workers });
            row.Fit(trainer, _data);
            Assert.Equal(expected, Bits.Of(trainer.Model));
        }
    }

    [Theory, MemberData(nameof(Names)), Row(59)]
    public void Fit_Steps_AllocateNothing(string name)
    {
        const int Warm = 10, Steps = 40;
        var row = EstimatorCases.Get(name);
        long[] allocated = new long[Steps + 1];
        int step = 0;
        var reporter = new Reporter(progress =>
        {
            if (progress.Completed == null) allocated[step++] = GC.GetAllocatedBytesForCurrentThread();
        });
        row.Fit(row.NewTrainer(options => options with { Epochs = 1, BatchSize = 1, ClipNorm = 1, Checks = [], Progress = reporter }), _data);

        Assert.Equal(Steps, step);
        Assert.Equal(allocated[Warm], allocated[Steps - 1]);
    }
}
