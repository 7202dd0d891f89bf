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
        Assert.Equal(factor, new OneCycle().Factor(progress), 1e-6); // 0.3 is given as a float

    [Fact]
    public void OneCycle_OwnNumbers_AreTaken()
    {
        var cycle = new OneCycle(rising: 0.5f, divisor: 4);
        Assert.Equal([0.25, 0.625, 1, 0.5], ((double[])[0, 0.25, 0.5, 0.75]).Select(cycle.Factor));
        Assert.Equal(1, new OneCycle(rising: 0).Factor(0), Digits);
        Assert.Equal("OneCycle(rising 0.5, divisor 4)", cycle.ToString());
    }

    [Fact]
    public void OneCycle_OutOfRange_ThrowsAndNamesIt()
    {
        foreach (float rising in (float[])[-0.1f, 1, float.NaN])
            Assert.Throws<ArgumentOutOfRangeException>("rising", () => new OneCycle(rising));
        foreach (float divisor in (float[])[0.9f, float.NaN, float.PositiveInfinity])
            Assert.Throws<ArgumentOutOfRangeException>("divisor", () => new OneCycle(divisor: divisor));
    }

    [Fact]
    public void Fit_Schedule_DecidesTheRateOfEveryStep()
    {
        var (x, y) = Blobs.Make();
        var rates = new Rates();
        var history = new Trainer(Blobs.Model(), new() { Epochs = 2, BatchSize = 100, Optimizer = rates, Schedule = new OneCycle(0.5f, 4), Threads = 1 }).Fit(x, y);

        double[] expected = [.. Enumerable.Range(0, 6).Select(step => 0.1f * new OneCycle(0.5f, 4).Factor(step / 6.0))];
        Assert.Equal(expected, rates.OfSteps.Select(rate => (double)rate), (a, b) => Math.Abs(a - b) < 1e-7); // a float's spacing at 0.1
        Assert.Equal([rates.OfSteps[2], rates.OfSteps[5]], history.Epochs.Select(epoch => epoch.LearningRate));
    }

    [Fact]
    public void Fit_ConstantSchedule_IsTheDefault()
    {
        var (x, y) = Blobs.Make();
        Sequential plain = Blobs.Model(), constant = Blobs.Model();
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
    public void Fit_FactorThatIsNone_ThrowsAndSaysWhich(double factor)
    {
        var (x, y) = Blobs.Make();
        var exception = Assert.Throws<InvalidOperationException>(() => new Trainer(Blobs.Model(), new() { Schedule = new Fixed(factor) }).Fit(x, y));
        Assert.StartsWith("Fixed gave", exception.Message, StringComparison.Ordinal);
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

    private sealed class Moody(float rate) : Optimizer(rate)
    {
        public override void Step(in OptimizerPass pass)
        {
        }
    }

    private sealed class Fixed(double factor) : LearningRateSchedule
    {
        public override double Factor(double progress) => factor;
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
