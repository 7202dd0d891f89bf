namespace ScratchNN.Tests;

public class MicroBatchSizeTests
{
    /// <summary>
    /// A row is 10 inputs, 2 · 100 activations, as much for two gradients between layers, and 2 · 50 outputs: 510 of 524,288 floats, 1028 rows.
    /// </summary>
    private static readonly Block _tenToFifty = new(new Dense(10, 100), new ReLU(), new Dense(100, 50));

    [Fact]
    public void MostRows_ByHand_IsTheMultipleOf8ThatFits() => Assert.Equal(1024, MicroBatchSize.MostRows(_tenToFifty, 10));

    [Fact]
    public void MostRows_LargeLayers_IsAtLeast32() => Assert.Equal(32, MicroBatchSize.MostRows(new Block(new Dense(1 << 20, 2)), 1 << 20));

    /// <summary>Each micro-batch reads all weights: its activations may take as much memory as these, where that is more than 2 MB.</summary>
    [Theory]
    [InlineData(512, 176)] // 407,050 parameters: 524,288 floats, in rows of 784 + 4·512 + 2·10
    [InlineData(2048, 176)] // 1,628,170 parameters: as many floats, in rows of 784 + 4·2048 + 2·10
    public void MostRows_WideLayers_AreAsManyFloatsAsParameters(int width, int rows) =>
        Assert.Equal(rows, MicroBatchSize.MostRows(new Block(new Dense(784, width), new ReLU(), new Dense(width, 10)), 784));

    [Theory]
    [InlineData(1, 8)]
    [InlineData(1024, 1024)]
    [InlineData(1025, 520)] // two parts, not 1024 and 1
    [InlineData(4097, 824)]
    public void Rows_Batch_AreEqualPartsAsFewAsFit(int batchSize, int rows) => Assert.Equal(rows, MicroBatchSize.Rows(_tenToFifty, 10, batchSize));

    [Theory]
    [InlineData(5, false, 5)]
    [InlineData(null, false, 32)] // the layers are wide
    [InlineData(null, true, 64)]
    public void Fit_Batch_GoesThroughTheLayersInPiecesOf(int? asked, bool mixesBatch, int rows)
    {
        var (x, y) = Blobs.Make(count: 64);
        var loss = new Notes();

        new Trainer(new Sequential(new Dense(20_000), new Passes(mixesBatch), new Dense(3)),
            new() { Epochs = 1, BatchSize = 64, MicroBatchSize = asked, Loss = loss, Checks = [] }).Fit(x, y);

        Assert.Equal(rows, loss.MostRows);
    }

    /// <summary>Nothing mixes rows while evaluating.</summary>
    [Theory]
    [InlineData(64, false, 32)]
    [InlineData(5, false, 5)]
    [InlineData(64, true, 32)]
    [InlineData(5, true, 5)]
    public void Evaluate_Rows_GoThroughTheLayersInPiecesOf(int count, bool mixesBatch, int rows)
    {
        var (x, y) = Blobs.Make(count: count);
        var loss = new Notes();
        var model = new Sequential(new Dense(20_000), new Passes(mixesBatch), new Dense(3));
        model.Build(Blobs.Features);

        new Trainer(model, new() { Loss = loss }).Evaluate(x, y);

        Assert.Equal(rows, loss.MostRows);
    }

    /// <summary>The largest of one output is that output, whatever the target.</summary>
    [Fact]
    public void Evaluate_ProbabilitiesOfOneOutput_TellNoAccuracy()
    {
        var model = new Sequential(new Dense(1));
        model.Build(1);
        var trainer = new Trainer(model, new() { Epochs = 1, Loss = new Chances() });

        Assert.Null(trainer.Evaluate([[1], [2]], (float[])[0, 1]).Accuracy);
        Assert.Null(trainer.Fit([[1], [2]], (float[])[0, 1]).Epochs[^1].Accuracy);
    }

    private sealed class Chances : Loss
    {
        private readonly MeanSquaredError _loss = new();

        public override OutputKind? Meaning => OutputKind.OneClass;

        public override void Compute(in LossPass pass) => _loss.Compute(pass);
    }

    private sealed class Passes(bool mixesBatch) : Layer
    {
        public override bool MixesBatch => mixesBatch;

        public override void Forward(in ForwardPass pass)
        {
            Assert.True(pass.IsTraining || pass.BatchSize <= 32);
            pass.Input.CopyTo(pass.Output);
        }

        public override void Backward(in BackwardPass pass) => pass.OutputGradient.CopyTo(pass.InputGradient);
    }

    private sealed class Notes : Loss
    {
        private readonly CrossEntropy _loss = new();

        public int MostRows { get; private set; }

        public override void Compute(in LossPass pass)
        {
            MostRows = Math.Max(MostRows, pass.BatchSize);
            _loss.Compute(pass);
        }
    }
}
