namespace ScratchNN.Tests.LossContract;

/// <summary>What every loss promises.</summary>
public sealed class LossContractTests
{
    private const int Rows = 8;
    private const float Step = 1f / 64;       // for slopes: rounding of the losses matters less than the curvature then
    private const double SlopeTolerance = 2e-3; // curvature: h²/6 times a third derivative below 1; rounding: 1e-6 / 2h

    public static TheoryData<string> Names => LossCases.Names;

    public static TheoryData<string> Labelled => [.. LossCases.All.Where(row => row.Against == Against.Labels).Select(row => row.Name)];

    [Theory, MemberData(nameof(Names))]
    public void Compute_Gradient_IsTheSlopeOfTheRowsLoss(string name)
    {
        var row = LossCases.Get(name);
        float[] gradient = new LossRun(row, Rows).Run().Gradient;
        for (int i = 0; i < gradient.Length; i++)
        {
            var (above, below) = (new LossRun(row, Rows), new LossRun(row, Rows));
            above.Output[i] += Step;
            below.Output[i] -= Step;
            double distance = (double)above.Output[i] - below.Output[i];
            double slope = ((double)above.Run().Losses[i / row.Outputs] - below.Run().Losses[i / row.Outputs]) / distance;
            Assert.Equal(slope, gradient[i], SlopeTolerance);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Compute_DirtyBuffers_GivesTheBitsOfCleanOnes(string name)
    {
        var row = LossCases.Get(name);
        var (dirty, clean) = (new LossRun(row, 7), new LossRun(row, 7));
        Array.Clear(clean.Losses);
        Array.Clear(clean.Gradient);

        clean.Run().AssertSameBits(dirty.Run());

        Assert.DoesNotContain(dirty.Losses, float.IsNaN);
        Assert.DoesNotContain(dirty.Gradient, float.IsNaN);
    }

    [Theory, MemberData(nameof(Names))]
    public void Compute_LeavesWhatItReads(string name)
    {
        var run = new LossRun(LossCases.Get(name), 7);
        float[] output = [.. run.Output], targets = [.. run.Targets];
        int[] labels = [.. run.Labels];

        run.Run();

        Bits.AssertEqual(output, run.Output, "output");
        Bits.AssertEqual(targets, run.Targets, "targets");
        Assert.Equal(labels, run.Labels);
    }

    /// <summary>What is assigned while something there is still read would be wrong without a word.</summary>
    [Theory]
    [InlineData("output", "gradient"), InlineData("output", "losses"), InlineData("gradient", "losses")]
    [InlineData("targets", "gradient"), InlineData("targets", "losses")]
    public void Compute_SharedMemory_Throws(string one, string other)
    {
        const int Outputs = 2;
        foreach (var loss in (Loss[])[new CrossEntropy(), new MeanSquaredError()])
            foreach (int by in (int[])[0, 1, 5])
            {
                float[] shared = new float[30];
                Assert.StartsWith("OutputGradient and Losses", Assert.Throws<ArgumentException>(() => loss.Compute(new LossPass
                {
                    Output = At("output"),
                    Targets = At("targets"),
                    Losses = At("losses")[..3],
                    OutputGradient = At("gradient"),
                    BatchSize = 3,
                })).Message, StringComparison.Ordinal);

                Span<float> At(string name) => (name == one ? shared : name == other ? shared.AsSpan(by) : new float[3 * Outputs])[..(3 * Outputs)];
            }
    }

    [Theory, MemberData(nameof(Names))]
    public void Compute_WithoutGradient_GivesTheSameLosses(string name)
    {
        var row = LossCases.Get(name);
        var without = new LossRun(row, 7).Run(wantsGradient: false);

        Bits.AssertEqual(new LossRun(row, 7).Run().Losses, without.Losses, "losses");
        Assert.All(without.Gradient, value => Assert.True(float.IsNaN(value)));
    }

    [Theory, MemberData(nameof(Names))]
    public void Compute_OneRowChanged_LeavesTheBitsOfTheOthers(string name)
    {
        var row = LossCases.Get(name);
        var (before, after) = (new LossRun(row, Rows).Run(), new LossRun(row, Rows));
        const int Changed = 3;
        Draw.Normal(row.Outputs, 99).CopyTo(after.Output, Changed * row.Outputs);
        after.Run();
        for (int i = 0; i < Rows; i++)
        {
            bool same = Bits.AreEqual(before.Losses.AsSpan(i, 1), after.Losses.AsSpan(i, 1))
                && Bits.AreEqual(before.Gradient.AsSpan(i * row.Outputs, row.Outputs), after.Gradient.AsSpan(i * row.Outputs, row.Outputs));
            Assert.Equal(i != Changed, same);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Compute_FewerRows_GivesTheSameBits(string name)
    {
        var row = LossCases.Get(name);
        var one = new LossRun(row, 1).Run();
        var many = new LossRun(row, 40);
        one.Output.CopyTo(many.Output, 0);
        one.Targets.CopyTo(many.Targets, 0);
        one.Labels.CopyTo(many.Labels, 0);
        many.Run();

        Bits.AssertEqual(one.Losses, many.Losses.AsSpan(0, 1), "loss");
        Bits.AssertEqual(one.Gradient, many.Gradient.AsSpan(0, row.Outputs), "gradient");
    }

    [Theory, MemberData(nameof(Names))]
    public void Compute_WithWorkers_GivesTheBitsOfOneThread(string name)
    {
        var row = LossCases.Get(name);
        using var workers = new Workers(3);
        new LossRun(row, 9001).Run().AssertSameBits(new LossRun(row, 9001) { Workers = workers }.Run());
    }

    [Theory, MemberData(nameof(Names))]
    public void Compute_AfterTheFirst_AllocatesNothing(string name)
    {
        var run = new LossRun(LossCases.Get(name), 33);
        Assert.Equal(0, Allocations.Of(() => run.Run()));
    }

    [Theory, MemberData(nameof(Labelled))]
    public void Compute_LabelsOrTheirOneHotTargets_GivesTheSameBits(string name)
    {
        var row = LossCases.Get(name);
        var labels = new LossRun(row, 50).Run();
        var targets = new LossRun(row with { Against = Against.OneHot }, 50).Run();

        labels.AssertSameBits(targets);
    }

    [Theory, MemberData(nameof(Names))]
    public void ToString_IsNotEmpty(string name) => Assert.NotEqual("", LossCases.Get(name).Loss.ToString().Trim());
}
