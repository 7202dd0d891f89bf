namespace ScratchNN.Tests.Optimizers;

public class ScheduleTests
{
    private const int Digits = 12; // decimals: the factors are computed in double

    [Theory]
    [InlineData(0, 0.04)]
    [InlineData(0.15, 0.52)]
    [InlineData(0.3, 1)]
    [InlineData(0.65, 0.5)]
    [InlineData(0.99, 0.01 / 0.7)]
    public void OneCycle_Defaults_RisesToOneAndFalls(double progress, double factor) =>
        Assert.Equal(factor, new OneCycle().Factor(At(progress)), 1e-6); // 0.3 counts as a float

    [Fact]
    public void OneCycle_OwnNumbers_AreTaken()
    {
        var cycle = new OneCycle { Rising = 0.5, Divisor = 4 };
        Assert.Equal([0.25, 0.625, 1, 0.5], ((double[])[0, 0.25, 0.5, 0.75]).Select(progress => cycle.Factor(At(progress))));
        Assert.Equal(1, new OneCycle { Rising = 0 }.Factor(At(0)), Digits);
        Assert.Equal("OneCycle(rising 0.5, divisor 4)", cycle.ToString());
    }

    [Fact]
    public void OneCycle_OutOfRange_ThrowsAndNamesIt()
    {
        foreach (double rising in (double[])[-0.1, 1, double.NaN])
            Assert.Throws<ArgumentOutOfRangeException>("Rising", () => new OneCycle { Rising = rising });
        foreach (double divisor in (double[])[0.9, double.NaN, double.PositiveInfinity])
            Assert.Throws<ArgumentOutOfRangeException>("Divisor", () => new OneCycle { Divisor = divisor });
    }

    [Fact]
    public void Fit_Schedule_DecidesTheRateOfEveryStep()
    {
        var (x, y) = Blobs.Make();
        var (rates, cycle) = (new Rates(), new OneCycle { Rising = 0.5, Divisor = 4 });
        // checks may try the optimizer
        var history = new Trainer(Blobs.Model(), new() { Epochs = 2, BatchSize = 100, Optimizer = rates, Schedule = cycle, Threads = 1, Checks = [] })
            .Fit(x, y);

        double[] expected = [.. Enumerable.Range(0, 6).Select(step => 0.1f * cycle.Factor(At(step / 6.0)))];
        Assert.Equal(expected, rates.OfSteps.Select(rate => (double)rate), (a, b) => Math.Abs(a - b) < 1e-7); // a float's spacing at 0.1
        Assert.Equal([rates.OfSteps[2], rates.OfSteps[5]], history.Epochs.Select(epoch => epoch.LearningRate));
    }

    [Fact]
    public void Fit_ConstantSchedule_IsTheDefault()
    {
        var (x, y) = Blobs.Make();
        Model plain = Blobs.Model(), constant = Blobs.Model();
        new Trainer(plain).Fit(x, y);
        new Trainer(constant, new() { Schedule = new ConstantSchedule() }).Fit(x, y);
        Assert.Equal(Bits.Of(plain), Bits.Of(constant));
    }

    [Fact]
    public void Fit_FactorOfZero_LeavesTheWeights()
    {
        var (x, y) = Blobs.Make();
        var model = Blobs.Model();
        model.Build(Blobs.Features);
        uint[] before = Bits.Of(model);

        new Trainer(model, new() { Epochs = 1, Schedule = new Fixed(0) }).Fit(x, y);

        Assert.Equal(before, Bits.Of(model));
    }

    [Theory]
    [InlineData(-0.5)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1e45)] // finite, but not as a float
    public void Fit_FactorThatIsNone_ThrowsAndSaysWhich(double factor)
    {
        var (x, y) = Blobs.Make();
        var exception = Assert.Throws<InvalidOperationException>(() => new Trainer(Blobs.Model(), new() { Schedule = new Fixed(factor) }).Fit(x, y));
        Assert.StartsWith("Fixed gave", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_ProductThatIsNoFloat_ThrowsAndSaysWhich()
    {
        var (x, y) = Blobs.Make();
        var trainer = new Trainer(Blobs.Model(), new() { Optimizer = new Sgd(1e20), Schedule = new Fixed(1e20) });
        Assert.StartsWith("Fixed gave 1E+20 as factor of the learning rate 1E+20:", Assert.Throws<InvalidOperationException>(() => trainer.Fit(x, y)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_RateOfZero_IsARate()
    {
        var (x, y) = Blobs.Make();
        Assert.Equal(10, new Trainer(Blobs.Model(), new() { Optimizer = new Moody(0) }).Fit(x, y).Epochs.Count);
    }

    [Theory]
    [InlineData(-1f)]
    [InlineData(float.NaN)]
    public void Fit_RateThatIsNone_ThrowsAndSaysWhich(float rate)
    {
        var (x, y) = Blobs.Make();
        var exception = Assert.Throws<InvalidOperationException>(() => new Trainer(Blobs.Model(), new() { Optimizer = new Moody(rate) }).Fit(x, y));
        Assert.StartsWith("Moody has a learning rate of", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_Schedule_SeesStepsFromZeroAndTheEpochsOfThisFit()
    {
        var (x, y) = Blobs.Make();
        var seen = new Seen();
        var trainer = new Trainer(Blobs.Model(), new() { Epochs = 2, BatchSize = 100, Schedule = seen, Checks = [] });
        trainer.Fit(x, y);
        seen.Passes.Clear();
        var history = trainer.Fit(x, y);

        string[] steps = ["0 of 6, epoch 0 of 3: ", "1 of 6, epoch 0 of 3: ", "2 of 6, epoch 0 of 3: ", "3 of 6, epoch 1 of 3: 3", "4 of 6, epoch 1 of 3: 3",
            "5 of 6, epoch 1 of 3: 3"];
        Assert.Equal(steps, seen.Passes.Distinct()); // the last of an epoch is asked for again, for its result
        Assert.Equal([3, 4], history.Epochs.Select(epoch => epoch.Epoch));
    }

    [Theory]
    [InlineData(new[] { 4.0, 3, 2, 1 }, 1)]
    [InlineData(new[] { 4.0, 4, 3, 3 }, 1)]
    [InlineData(new[] { 4.0, 4, 5 }, 0.5)]
    [InlineData(new[] { 4.0, 5, 6, 3, 4 }, 0.5)]
    [InlineData(new[] { 4.0, 4, 4, 4, 4 }, 0.25)]
    [InlineData(new[] { 4.0, 4, 4, 4, 4, 4, 4, 4, 4 }, 0.1)]
    [InlineData(new[] { double.NaN, 5, 5 }, 1)]
    public void ReduceOnPlateau_EpochsWithoutImprovement_LowerTheFactor(double[] losses, double factor)
    {
        var schedule = new ReduceOnPlateau { By = 0.5, Patience = 2, Minimum = 0.1 };
        EpochResult[] epochs = [.. losses.Select((loss, i) => EpochResults.Of(i + 1, 0, null, loss, null, 0, 0))];
        Assert.Equal(factor, schedule.Factor(new SchedulePass { Step = 0, TotalSteps = 1, StepsPerEpoch = 1, Epoch = 0, Epochs = epochs }), Digits);
    }

    [Fact]
    public void ReduceOnPlateau_OutOfRange_ThrowsAndNamesIt()
    {
        Assert.Equal("ReduceOnPlateau(by 0.1, patience 5, monitor loss, minimum 0)", new ReduceOnPlateau().ToString());
        foreach (double by in (double[])[0, 1, -1, double.NaN]) Assert.Throws<ArgumentOutOfRangeException>("By", () => new ReduceOnPlateau { By = by });
        Assert.Throws<ArgumentOutOfRangeException>("Patience", () => new ReduceOnPlateau { Patience = 0 });
        Assert.Throws<ArgumentOutOfRangeException>("Minimum", () => new ReduceOnPlateau { Minimum = 1 });
        Assert.Throws<ArgumentNullException>("Monitor", () => new ReduceOnPlateau { Monitor = null! });
    }

    [Fact]
    public void ToString_TellsEveryOption()
    {
        (LearningRateSchedule Schedule, string Text)[] all =
        [
            (new StepDecay(30), "StepDecay(epochs 30, factor 0.1)"),
            (new StepDecay(1, 0.12345), "StepDecay(epochs 1, factor 0.12345)"),
            (new ExponentialDecay(0.99991), "ExponentialDecay(0.99991)"),
            (new CosineDecay(), "CosineDecay(minimum 0)"),
            (new CosineDecay { Minimum = 1e-5, Period = 10, PeriodFactor = 2 }, "CosineDecay(minimum 1E-05, period 10, factor 2)"),
            (new WarmUp(500), "WarmUp(steps 500, then ConstantSchedule)"),
            (new WarmUp(5, new WarmUp(6, new CosineDecay { Minimum = 0.5 })), "WarmUp(steps 5, then WarmUp(steps 6, then CosineDecay(minimum 0.5)))"),
            (new OneCycle { Rising = 0.30001, Divisor = 25.0001 }, "OneCycle(rising 0.30001, divisor 25.0001)"),
            (new ReduceOnPlateau { By = 0.12345, Minimum = 1e-5 }, "ReduceOnPlateau(by 0.12345, patience 5, monitor loss, minimum 1E-05)"),
        ];
        Assert.All(all, row => Assert.Equal(row.Text, $"{row.Schedule}"));
    }

    [Fact]
    public void Decays_OutOfRange_ThrowAndNameIt()
    {
        foreach (double factor in (double[])[0, 1, -0.1, double.NaN, 1e-46])
        {
            Assert.Throws<ArgumentOutOfRangeException>("factor", () => new StepDecay(1, factor));
            Assert.Throws<ArgumentOutOfRangeException>("perEpoch", () => new ExponentialDecay(factor));
        }
        foreach (double minimum in (double[])[-0.1, 1, double.NaN])
            Assert.Throws<ArgumentOutOfRangeException>("Minimum", () => new CosineDecay { Minimum = minimum });
        Assert.Throws<ArgumentOutOfRangeException>("epochs", () => new StepDecay(0));
        Assert.Throws<ArgumentOutOfRangeException>("Period", () => new CosineDecay { Period = 0 });
        Assert.Throws<ArgumentOutOfRangeException>("PeriodFactor", () => new CosineDecay { PeriodFactor = 0 });
        Assert.Throws<ArgumentOutOfRangeException>("steps", () => new WarmUp(0));
    }

    [Fact]
    public void WarmUp_ShowsTheOtherScheduleItsOwnStepsAndTheEpochsOfTheFit()
    {
        var seen = new Seen();
        var warmUp = new WarmUp(5, seen);
        EpochResult[] epochs = [EpochResults.Of(7, 0, null, 1, null, 0, 0)];
        Assert.Equal([0.2, 0.4, 0.6, 0.8, 1, 1, 1], Enumerable.Range(0, 7).Select(step => warmUp.Factor(
            new SchedulePass { Step = step, TotalSteps = 7, StepsPerEpoch = 4, Epoch = step / 4, Epochs = step < 4 ? default : epochs })));
        Assert.Equal(["0 of 2, epoch 0 of 4: ", "0 of 2, epoch 1 of 4: 7", "1 of 2, epoch 1 of 4: 7"], seen.Passes.Distinct());
        Assert.Equal(0.5, new WarmUp(10, new CosineDecay()).Factor(new SchedulePass { Step = 4, TotalSteps = 5, StepsPerEpoch = 5, Epoch = 0 })); // all warm-up
        Assert.Equal([Metric.R2], new WarmUp(1, new ReduceOnPlateau { Monitor = Metric.R2 }).Metrics);
    }

    [Fact]
    public void CosineDecay_FitThatEndsWithAPeriod_EndsSmall()
    {
        var cosine = new CosineDecay { Period = 10, PeriodFactor = 2 };
        double[] factors = [.. Enumerable.Range(0, 700)
            .Select(step => cosine.Factor(new SchedulePass { Step = step, TotalSteps = 700, StepsPerEpoch = 10, Epoch = step / 10 }))];
        Assert.Equal([0, 100, 300], Enumerable.Range(0, 700).Where(step => factors[step] == 1));
        Assert.All((int[])[99, 299, 699], step => Assert.InRange(factors[step], 0, 3e-4));
        long far = (1L << 50) + 3; // no step is too far
        Assert.Equal(1, new CosineDecay { Period = 3 }.Factor(new SchedulePass { Step = 9 * far, TotalSteps = long.MaxValue, StepsPerEpoch = 3, Epoch = 0 }));
    }

    /// <summary>A pass of which only the progress counts.</summary>
    private static SchedulePass At(double progress) => new() { Step = (long)Math.Round(100 * progress * 6), TotalSteps = 600, StepsPerEpoch = 600, Epoch = 0 };

    private sealed class Seen : LearningRateSchedule
    {
        public List<string> Passes { get; } = [];

        public override double Factor(in SchedulePass pass)
        {
            Passes.Add(
                $"{pass.Step} of {pass.TotalSteps}, epoch {pass.Epoch} of {pass.StepsPerEpoch}: {(pass.Epochs.IsEmpty ? "" : $"{pass.Epochs[^1].Epoch}")}");
            return 1;
        }
    }

    private sealed class Moody(float rate) : Optimizer(rate)
    {
        public override void Step(in OptimizerPass pass)
        {
        }
    }

    private sealed class Fixed(double factor) : LearningRateSchedule
    {
        public override double Factor(in SchedulePass pass) => factor;
    }

    /// <summary>Moves nothing and notes the rates; on one worker.</summary>
    private sealed class Rates() : Optimizer(0.1f)
    {
        private long _last;

        public List<float> OfSteps { get; } = [];

        public override void Step(in OptimizerPass pass)
        {
            if (pass.StepNumber > _last) OfSteps.Add(pass.LearningRate);
            _last = pass.StepNumber;
        }
    }
}
