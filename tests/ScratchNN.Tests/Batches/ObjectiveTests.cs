namespace ScratchNN.Tests;

public class ObjectiveTests
{
    private static readonly Dense _hidden = new(Blobs.Features, 8), _output = new(8, Blobs.Classes);

    private static readonly Dictionary<string, (Loss Loss, Layer[] Layers, Layer[] Logits)> _logits = new()
    {
        ["softmax, absorbed"] = (new CrossEntropy(), [_hidden, new ReLU(), _output, new Softmax()], [_hidden, new ReLU(), _output]),
        ["softmax, not absorbed"] = (new MeanSquaredError(), [_hidden, new ReLU(), _output, new Softmax()], [_hidden, new ReLU(), _output]),
        ["dense"] = (new CrossEntropy(), [_hidden, new ReLU(), _output], [_hidden, new ReLU(), _output]),
        ["ReLU before an absorbed softmax"] = (new CrossEntropy(), [_hidden, _output, new ReLU(), new Softmax()], [_hidden, _output, new ReLU()]),
        ["sigmoid alone"] = (new MeanSquaredError(), [new Sigmoid()], [new Sigmoid()]),
    };

    public static TheoryData<string> LogitsCases => [.. _logits.Keys];

    [Theory]
    [MemberData(nameof(LogitsCases))]
    public void Logits_AreTheInputOfALastLayerWithoutParameters_ElseTheOutput(string name)
    {
        var (x, y) = Blobs.Make(count: 10);
        var (loss, layers, logits) = _logits[name];
        Model model = Built(layers), expected = Built(logits);
        var objective = Make(model, loss);

        objective.Evaluate(Sources.Of(x, y), [.. Enumerable.Range(0, 10)]);

        Assert.Equal(expected.Predict(x).Cast<float>(), objective.LastMicroBatch.Logits.ToArray());
    }

    [Fact]
    public void Input_RowsThatStandOneAfterAnother_IsTheLastMicroBatchOfTheData()
    {
        var (x, y) = Blobs.Make(count: 10);
        var objective = Make(Built([_hidden, _output]), new CrossEntropy(), microBatchSize: 4);
        int[] rows = [.. Enumerable.Range(0, 10)];

        objective.Evaluate(Sources.Of(x, y), rows);

        var last = objective.LastMicroBatch.RowsOf(rows);
        Assert.Equal([8, 9], last.ToArray());
        Assert.Equal(x.Cast<float>().TakeLast(2 * Blobs.Features), objective.LastMicroBatch.Input(Sources.Of(x, y), last).ToArray());
        Assert.Equal(y.TakeLast(2), objective.LastMicroBatch.Labels.ToArray());
    }

    [Fact]
    public void Input_ScatteredRows_AreThoseThatWereRead()
    {
        var (x, y) = Blobs.Make(count: 10);
        var objective = Make(Built([_hidden, _output]), new CrossEntropy());
        int[] rows = [7, 2];

        objective.Evaluate(Sources.Of(x, y), rows);

        float[] flat = [.. x.Cast<float>()];
        Assert.Equal([.. flat[(7 * Blobs.Features)..(8 * Blobs.Features)], .. flat[(2 * Blobs.Features)..(3 * Blobs.Features)]],
            objective.LastMicroBatch.Input(Sources.Of(x, y), rows).ToArray());
    }

    [Fact]
    public void Measure_Classes_AreCounted()
    {
        var (x, y) = Blobs.Make(count: 10);
        var model = Built([_hidden, _output]);
        var objective = Make(model, new CrossEntropy());

        objective.Evaluate(Sources.Of(x, y), [.. Enumerable.Range(0, 10)]);

        Assert.Equal([4, 3, 3], objective.LabelCounts);
        Assert.Equal(Enumerable.Range(0, Blobs.Classes).Select(label => model.PredictClasses(x).Count(predicted => predicted == label)), objective.Predictions);
    }

    [Theory]
    [InlineData(2, 2)] // 2 + 2 at once, twice, and 2
    [InlineData(2, 3)] // 3 + 3, and 3 and 1: the last hardly fills a thread
    [InlineData(4, 2)] // 2 + 2 + 2 + 2, and 2
    [InlineData(5, 2)] // all at once
    [InlineData(3, 4)] // 4 + 4 + 2 at once
    public void Gradient_MicroBatchesSideBySide_AreOneAfterTheOther(int threads, int microBatchSize)
    {
        var (x, y) = Blobs.Make(count: 10);
        var model = Built([_hidden, new ReLU(), _output]);
        int[] rows = [.. Enumerable.Range(0, 10)];
        float[] expected = new float[model.Parameters.Length], actual = new float[expected.Length];
        using var workers = new Workers(threads);
        Objective serial = Make(model, new CrossEntropy(), microBatchSize), parallel = Make(model, new CrossEntropy(), microBatchSize, workers);

        for (int step = 0; step < 2; step++)
        {
            Assert.Equal(serial.Gradient(Sources.Of(x, y), rows, step, expected), parallel.Gradient(Sources.Of(x, y), rows, step, actual));
            Assert.Equal(Bits.Of(expected), Bits.Of(actual));
            Assert.Equal(serial.Evaluate(Sources.Of(x, y), rows), parallel.Evaluate(Sources.Of(x, y), rows));
            Assert.Equal(serial.LastMicroBatch.RowsOf(rows).ToArray(), parallel.LastMicroBatch.RowsOf(rows).ToArray());
        }
        Assert.Equal(serial.Predictions, parallel.Predictions);
        Assert.Equal(serial.LabelCounts, parallel.LabelCounts);
    }

    /// <summary>2⁵⁴ + 1 + 1 is 2⁵⁴ in double, and 2⁵⁴ + (1 + 1 + 1 + 1) is not.</summary>
    [Fact]
    public void LossSum_MicroBatchesSideBySide_IsAddedInTheOrderOfTheRows()
    {
        var (x, _) = Blobs.Make(count: 10);
        int[] rows = [.. Enumerable.Range(0, 10)], labels = [2, .. Enumerable.Repeat(1, 9)];
        var model = Built([_hidden, _output]);
        float[] gradient = new float[model.Parameters.Length];
        using var workers = new Workers(5);
        Objective serial = Make(model, new ByLabel(), 1), parallel = Make(model, new ByLabel(), 1, workers);

        var expected = serial.Evaluate(Sources.Of(x, labels), rows);

        Assert.Equal(Math.Pow(2, 54), expected.LossSum);
        Assert.Equal(expected, parallel.Evaluate(Sources.Of(x, labels), rows));
        Assert.Equal(expected, parallel.Gradient(Sources.Of(x, labels), rows, step: 0, gradient));
    }

    [Fact]
    public void Measure_LayerThatDraws_DrawsNothing()
    {
        var (x, y) = Blobs.Make(count: 10);
        int[] rows = [.. Enumerable.Range(0, 10)];

        var expected = Make(Built([_hidden, _output]), new CrossEntropy()).Evaluate(Sources.Of(x, y), rows);

        Assert.Equal(expected, Make(Built([_hidden, _output, new CoinFlips()]), new CrossEntropy()).Evaluate(Sources.Of(x, y), rows));
    }

    [Fact]
    public void Predictions_OfNumbers_AreNone()
    {
        var objective = new Objective(Built([_hidden, _output]), new Problem(new MeanSquaredError(), OutputKind.Numbers, Blobs.Classes, Blobs.Classes), 10,
            null, 0, Workers.None);

        Assert.False(objective.HasAccuracy);
        Assert.Empty(objective.Predictions);
        Assert.Empty(objective.LabelCounts);
    }

    [Theory]
    [InlineData(4, 1)] // 2³⁰ rows of 4 targets: 2³² wraps to 0
    [InlineData(1, 4)]
    public void Constructor_MoreFloatsThanAnArrayHolds_Throws(int targets, int outputs)
    {
        var model = Built([new Dense(Blobs.Features, outputs)]);

        Assert.Throws<ArgumentException>(
            () => new Objective(model, new Problem(new MeanSquaredError(), OutputKind.Numbers, outputs, targets), batchSize: 1 << 30, microBatchSize: 1 << 30,
                0, Workers.None));
    }

    private static Objective Make(Model model, Loss loss, int? microBatchSize = null, Workers? workers = null) =>
        new(model, new Problem(loss, OutputKind.OneClass, model.OutputShape.Size, null), batchSize: 10, microBatchSize, 0, workers ?? Workers.None);

    private static Sequential Built(Layer[] layers)
    {
        var model = new Sequential(layers);
        model.Build(Blobs.Features);
        return model;
    }

    /// <summary>2⁵⁴ for label 2, else 1.</summary>
    private sealed class ByLabel : Loss
    {
        public override void Compute(in LossPass pass)
        {
            for (int i = 0; i < pass.BatchSize; i++) pass.Losses[i] = pass.Labels[i] == 2 ? 1L << 54 : 1;
            pass.OutputGradient.Clear();
        }
    }
}
