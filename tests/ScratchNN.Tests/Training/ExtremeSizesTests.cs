namespace ScratchNN.Tests;

/// <summary>Sizes beyond what an int or an array counts: the arithmetic alone, without the memory.</summary>
public class ExtremeSizesTests
{
    private static readonly float[,] _x = { { 1, 2, 3, 4 }, { 4, 3, 2, 1 } };

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(300, 64, 5)]
    [InlineData(320, 64, 5)]
    [InlineData(1_080_000_000, 1_080_000_000, 1)]
    [InlineData(2_147_483_591, 2_147_483_590, 2)]
    [InlineData(2_147_483_591, 1, 2_147_483_591)]
    public void Batches_OfAnyNumberOfRows_AreCounted(int rows, int batchSize, int batches) => Assert.Equal(batches, TrainingRun.BatchesOf(rows, batchSize));

    [Fact]
    public void MostRows_WhereThirtyTwoWouldNotFit_AreFewer()
    {
        var block = new Block(new Dense(23_000_000), new ReLU(), new Dense(2));

        int rows = MicroBatchSize.MostRows(block, 1);

        Assert.InRange(rows, 1, 31);
        Assert.InRange(block.CacheSize(1, rows), 1, Array.MaxLength - 15);
        Assert.InRange(MicroBatchSize.Rows(block, 1, 32), 1, rows);
    }

    [Fact]
    public void Fit_StateBeyondAnArray_SaysSoAndLeavesTheModelUnbuilt()
    {
        var model = new Sequential(new Dense(2));
        var trainer = new Trainer(model, new() { Optimizer = new Forgetless(1 << 28) });

        Assert.Equal(
            "Forgetless keeps 268435456 numbers for each of 10 parameters, in 4294967296 floats: one piece holds at most 2147483576. "
            + "Choose an optimizer with fewer StateSlots, or a smaller model.",
            Assert.Throws<ArgumentException>(() => trainer.Fit(_x, [0, 1])).Message);
        Assert.False(model.IsBuilt);
        Assert.Empty(trainer.Epochs);
    }

    [Fact]
    public void Fit_CacheBeyondAnArray_SaysSoAndLeavesTheModelUnbuilt()
    {
        var model = new Sequential(new Hoarder(), new Dense(2));

        var trainer = new Trainer(model, new() { BatchSize = 2, MicroBatchSize = 2, Checks = [] });
        string message = Assert.Throws<ArgumentException>(() => trainer.Fit(_x, [0, 1])).Message;

        Assert.Contains("floats of memory for inputs of [2 × 4]: one piece holds at most 2147483576", message, StringComparison.Ordinal);
        Assert.False(model.IsBuilt);
    }

    [Fact]
    public void Fit_DatasetOfMoreRowsThanAnArrayHolds_SaysSo()
    {
        string message = Assert.Throws<ArgumentException>(() => new Trainer(new Sequential(new Dense(2))).Fit(new Endless())).Message;

        Assert.StartsWith("Endless has 2147483647 samples: at most 2147483591 are supported.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Objective_MoreTargetsThanAnArrayHolds_SaysSo()
    {
        var model = new Sequential(new Dense(4));
        model.Build(4);

        string message = Assert.Throws<ArgumentException>(
            () => new Objective(model, new Problem(new MeanSquaredError(), OutputKind.Numbers, 4, 4), batchSize: 1 << 30, microBatchSize: 1 << 30, 0,
                Workers.None)).Message;

        Assert.StartsWith("1073741824 samples at once take 4294967296 floats", message, StringComparison.Ordinal);
    }

    /// <summary>What a single sample needs may be more than there is, too: then no smaller batch helps.</summary>
    [Fact]
    public void CacheSize_OneSampleThatIsTooLarge_IsToldSo()
    {
        static string Message(Layer layer, Shape input) => Assert.Throws<ArgumentException>(() => layer.CacheSize(input, 1)).Message;

        Assert.Equal("1 sample takes 4800000002 floats, 4800000002 each: one piece holds at most 2147483576. Make the samples smaller.",
            Message(new RandomShift(1), new Shape(1, 1, 300_000_000)));
        Assert.StartsWith("1 sample takes ", Message(new ElasticDistortion(1, 1), new Shape(1, 2_000_000_000)), StringComparison.Ordinal);
        Assert.StartsWith("1 sample takes ", Message(new LayerNorm(), new Shape(1_500_000_000, 1)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(70_000, 32_000, "[70000 × 32000]", "2240000000")]
    [InlineData(1 << 30, 4, "[1073741824 × 4]", "4294967296")]
    public void Samples_MoreValuesThanASpanHolds_SaysHowMany(int rows, int columns, string shape, string values)
    {
        string message = Assert.Throws<ArgumentException>(() => Samples.LengthOf([rows, columns])).Message;

        Assert.Equal(
            $"Samples of {shape} are {values} values: one piece of memory holds at most 2147483591. Pass rows as float[][], or an IDataset.", message);
    }

    private sealed class Forgetless(int slots) : Optimizer(1)
    {
        public override int StateSlots => slots;

        public override void Step(in OptimizerPass pass)
        {
        }
    }

    private sealed class Hoarder : Layer
    {
        public override int CacheSize(Shape input, int batchSize) => batchSize == 1 ? 0 : int.MaxValue;
        public override void Forward(in ForwardPass pass) => pass.Input.CopyTo(pass.Output);
        public override void Backward(in BackwardPass pass) => pass.OutputGradient.CopyTo(pass.InputGradient);
    }

    private sealed class Endless : IDataset
    {
        public int Count => int.MaxValue;
        public Shape InputShape => 4;
        public Shape? TargetShape => null;
        public void Read(in ReadPass pass) => throw new NotSupportedException();
    }
}
