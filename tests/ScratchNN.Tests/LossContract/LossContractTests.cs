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
        var run = new LossRun(row, Rows).Run();
        float[] gradient = run.Gradient;
        for (int i = 0; i < gradient.Length; i++)
        {
            double from = Math.Abs(run.Output[i] - Target(row, run, i));
            // the slope jumps or bends there
            if (row.Loss is MeanAbsoluteError ? from <= Step : row.Loss is Huber huber && Math.Abs(from - huber.Delta) <= Step) continue;
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
        foreach (var loss in (Loss[])[new CrossEntropy(), new BinaryCrossEntropy(), new MeanSquaredError(), new MeanAbsoluteError(), new Huber()])
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

    /// <summary>
    /// The losses of constant answers, for targets that count differently: none is below the baseline, and descending along the gradient reaches it.
    /// </summary>
    [Theory, MemberData(nameof(Names))]
    public void Baseline_ConstantAnswers_IsTheLeastOfTheirLosses(string name)
    {
        const int Answers = 200, Descents = 4000;
        var row = LossCases.Get(name);
        var run = new LossRun(row, 40);
        float[] weights = Weights(40), answer = new float[row.Outputs];
        double baseline = row.Loss.Baseline(Sample(row, run, weights)), least = double.PositiveInfinity;
        for (int i = 0; i < Answers; i++)
        {
            Draw.Normal(row.Outputs, 100 + (ulong)i, i % 5).CopyTo(answer, 0);
            least = Math.Min(least, Mean(answer));
        }
        Array.Clear(answer);
        for (int i = 0; i < Descents; i++)
        {
            least = Math.Min(least, Mean(answer));
            for (int at = 0; at < run.Gradient.Length; at++)
                answer[at % row.Outputs] -= (row.Loss is MeanAbsoluteError ? 0.2f * (Descents - i) / Descents
                    : 0.2f) * row.Outputs * weights[at / row.Outputs] / weights.Sum() * run.Gradient[at];
        }

        Assert.Equal(baseline, least, (1e-3 * baseline) + 1e-9);
        Assert.True(least >= baseline - (1e-5 * baseline) - 1e-9, $"{least} is below {baseline}");

        double Mean(float[] constant)
        {
            for (int at = 0; at < run.Output.Length; at += row.Outputs) constant.CopyTo(run.Output, at);
            return WeightedMean(run.Run().Losses, weights);
        }
    }

    /// <summary>For any outputs no loss is below the floor; where the baseline is known, no constant answer beats it.</summary>
    [Theory, MemberData(nameof(Names))]
    public void Floor_AnyOutputs_IsAtMostTheirLoss(string name)
    {
        var row = LossCases.Get(name);
        float[] weights = Weights(Rows);
        double floor = row.Loss.Floor(Sample(row, new LossRun(row, Rows), weights));
        for (int i = 0; i < 200; i++)
        {
            var run = new LossRun(row, Rows);
            Draw.Normal(run.Output.Length, 100 + (ulong)i, i % 5).CopyTo(run.Output, 0);
            Assert.True(floor <= WeightedMean(run.Run().Losses, weights) * (1 + 1e-6));
            for (int at = 0; at < run.Output.Length; at++) // the best answer to each
                run.Output[at] = row.Against == Against.Labels ? 0 : Best(row, run, at);
            if (row.Against != Against.Labels) Assert.Equal(floor, WeightedMean(run.Run().Losses, weights), 1e-5);
        }
        Assert.InRange(floor, 0, 1e-6 + row.Loss.Baseline(Sample(row, new LossRun(row, Rows), weights)));
    }

    /// <summary>A label that counts for all of its class, or each for itself: the shares are the same.</summary>
    [Theory, MemberData(nameof(Labelled))]
    public void Baseline_LabelsMerged_IsThatOfAll(string name)
    {
        var row = LossCases.Get(name);
        var run = new LossRun(row, 60);
        float[] weights = Weights(60);
        int[] classes = [.. run.Labels.Distinct()];
        float[] sums = [.. classes.Select(label => (float)weights.Where((_, i) => run.Labels[i] == label).Sum(weight => (double)weight))];

        var merged = new TargetSample { Labels = classes, Weights = sums, Count = classes.Length, Outputs = row.Outputs };

        Assert.Equal(row.Loss.Baseline(Sample(row, run, weights)), row.Loss.Baseline(merged), 1e-6);
    }

    /// <summary>The output that costs least: the logarithm of a share of classes, the logit of a probability of yes, a number itself.</summary>
    private static float Best(LossCase row, LossRun run, int at)
    {
        var targets = run.Targets.AsSpan(at / row.Outputs * row.Outputs, row.Outputs);
        double t = run.Targets[at], sum = 0;
        foreach (float target in targets) sum += target;
        double smoothing = row.Loss switch { CrossEntropy loss => loss.LabelSmoothing, BinaryCrossEntropy loss => loss.LabelSmoothing, _ => 0 };
        return (float)(row.Loss.Meaning switch
        {
            OutputKind.OneClass => Math.Log(((1 - smoothing) * t) + (smoothing * sum / row.Outputs) + 1e-9),
            OutputKind.YesNo => Math.Log((((1 - smoothing) * t) + (smoothing / 2) + 1e-9) / (1 - ((1 - smoothing) * t) - (smoothing / 2) + 1e-9)),
            _ => t,
        });
    }

    private static float Target(LossCase row, LossRun run, int at) =>
        run.Labels.Length == 0 ? run.Targets[at] : row.Outputs == 1 ? run.Labels[at] : run.Labels[at / row.Outputs] == at % row.Outputs ? 1 : 0;

    private static float[] Weights(int count) => [.. Enumerable.Range(0, count).Select(i => i % 7 * 0.5f)];

    private static TargetSample Sample(LossCase row, LossRun run, float[] weights) =>
        new() { Labels = run.Labels, Targets = run.Targets, Weights = weights, Count = weights.Length, Outputs = row.Outputs };

    private static double WeightedMean(float[] losses, float[] weights) =>
        losses.Zip(weights, (loss, weight) => (double)loss * weight).Sum() / weights.Sum(weight => (double)weight);

    [Theory, MemberData(nameof(Names))]
    public void ToString_IsNotEmpty(string name) => Assert.NotEqual("", LossCases.Get(name).Loss.ToString().Trim());
}
