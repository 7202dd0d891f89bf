using ScratchNN.Tests.LayerContract;

namespace ScratchNN.Tests;

/// <summary>Samples whose label the loss ignores: they are in the batch, and nowhere else.</summary>
public class IgnoredLabelTests
{
    private const int Ignored = -100;

    private static readonly (float[,] X, int[] Y) _data = Blobs.Make(count: 60);
    // whole batches of 5 are ignored
    private static readonly int[] _some = [.. _data.Y.Select((label, row) => row % 3 == 1 || row is > 20 and < 40 ? Ignored : label)];
    private static readonly int[] _kept = [.. Enumerable.Range(0, 60).Where(row => _some[row] != Ignored)];

    /// <summary>
    /// Through layers that mix the batch and keep statistics, in micro-batches, with class weights, validation and every kind of metric: all as with a weight
    /// of 0.
    /// </summary>
    [Theory]
    [InlineData(null), InlineData(2)]
    public void Fit_IgnoredLabels_AreSamplesOfWeightZero(int? microBatch)
    {
        var options = new TrainerOptions
        {
            Epochs = 3, BatchSize = 5, Shuffle = false, MicroBatchSize = microBatch, Optimizer = new Sgd(0.1) { Momentum = 0.9 },
            Loss = new CrossEntropy { IgnoredLabel = Ignored },
            ClassWeights = ClassWeights.Of(1, 2, 3), Metrics = [Metric.Accuracy, Metric.MeanSquaredError],
        };
        float[] weights = [.. _some.Select(label => label == Ignored ? 0f : 1)];
        Model ignoring = Mixing(), weighted = Mixing();

        var actual = new Trainer(ignoring, options).Fit(Dataset.From(_data.X, _some), Dataset.From(_data.X, _some));
        var expected = new Trainer(weighted, options).Fit(Dataset.From(_data.X, _data.Y, weights), Dataset.From(_data.X, _data.Y, weights));

        Assert.Equal(Bits.Of(weighted), Bits.Of(ignoring));
        for (int epoch = 0; epoch < 3; epoch++)
        {
            var (a, e) = (actual.Epochs[epoch], expected.Epochs[epoch]);
            Assert.Equal((e.Loss, e.Accuracy, e.ValidationLoss, e.ValidationAccuracy), (a.Loss, a.Accuracy, a.ValidationLoss, a.ValidationAccuracy));
            Assert.Equal(e.Training.Metrics.Values, a.Training.Metrics.Values);
            Assert.Equal(e.Validation!.Metrics.Values, a.Validation!.Metrics.Values);
        }
    }

    [Fact]
    public void Fit_OnDemand_EqualsArrays()
    {
        var options = new TrainerOptions { Epochs = 2, Loss = new CrossEntropy { IgnoredLabel = Ignored }, ClassWeights = ClassWeights.Balanced };
        Model arrays = Blobs.Model(), demanded = Blobs.Model();

        new Trainer(arrays, options).Fit(_data.X, _some);
        new Trainer(demanded, options).Fit(new OnDemand(Dataset.From(_data.X, _some)));

        Assert.Equal(Bits.Of(arrays), Bits.Of(demanded));
    }

    [Fact]
    public void Evaluate_CountsTheOthersAlone()
    {
        var model = Blobs.Model();
        model.Build(Blobs.Features, seed: 1);
        var trainer = new Trainer(model,
            new()
            {
                Loss = new CrossEntropy { IgnoredLabel = Ignored }, Metrics = [Metric.R2, Metric.MeanSquaredError, new Classes()],
                Optimizer = new Adam(0.01)
            });

        Evaluation some = trainer.Evaluate(_data.X, _some),
            others = trainer.Evaluate((float[][])[.. _kept.Select(row => Enumerable.Range(0, Blobs.Features).Select(i => _data.X[row, i]).ToArray())],
                (int[])[.. _kept.Select(row => _data.Y[row])]);

        Assert.Equal(others.Loss, some.Loss, 1e-9);
        Assert.Equal(others.Accuracy, some.Accuracy);
        foreach (var (name, value) in others.Metrics) Assert.Equal(value, some.Metrics[name], 1e-9);
        Assert.Equal(60, some.Count);
    }

    [Fact]
    public void FitBatch_IgnoredLabelsAlone_TakesNoStep()
    {
        var model = Blobs.Model();
        model.Build(Blobs.Features);
        uint[] before = Bits.Of(model);
        var trainer = new Trainer(model, new() { Loss = new CrossEntropy { IgnoredLabel = 1 } });

        trainer.FitBatch(_data.X, _data.Y);
        Assert.NotEqual(before, Bits.Of(model));
        before = Bits.Of(model);
        var exception = Assert.Throws<ArgumentException>(() => trainer.FitBatch(new float[3, Blobs.Features], [1, 1, 1]));

        Assert.Equal("CrossEntropy(ignored label 1) ignores all 3 labels, so no sample counts: check how y is filled.", exception.Message);
        Assert.Equal(before, Bits.Of(model));
    }

    [Fact]
    public void Fit_OtherLabelsThatAreNoClass_AreRefused()
    {
        int[] wrong = [.. _some];
        wrong[7] = -1;
        var exception = Assert.Throws<ArgumentException>(() =>
            new Trainer(Blobs.Model(), new() { Loss = new CrossEntropy { IgnoredLabel = Ignored } }).Fit(_data.X, wrong));
        Assert.StartsWith("Label -1 in row 7 is not one of the classes 0 to 2", exception.Message, StringComparison.Ordinal);
        Assert.StartsWith("Label -100 in row 1", Assert.Throws<ArgumentException>(() => new Trainer(Blobs.Model()).Fit(_data.X, _some)).Message,
            StringComparison.Ordinal);
    }

    /// <summary>As PyTorch: the weights of classes are counted without them.</summary>
    [Fact]
    public void Balanced_CountsTheOthersAlone()
    {
        int[] labels = [0, Ignored, 0, 1, Ignored, Ignored, 2, 0];
        float[] x = new float[8];
        var data = Sources.Of(new Samples(x, 1), labels);
        var problem = Problem.Of(data, 3, new Dense(3), new CrossEntropy { IgnoredLabel = Ignored })
            .Weighted(ClassWeights.Balanced, data, [.. Enumerable.Range(0, 8)], Workers.None);

        Assert.Equal(ClassWeights.Balanced.For([0, 1, 2]).Length, problem.ClassWeights!.Length);
        Assert.Equal([5 / 9f, 5 / 3f, 5 / 3f], problem.ClassWeights);
    }

    [Fact]
    public void Diagnose_AndChecks_AreSilentOnThem()
    {
        var trainer = new Trainer(Blobs.Model(), new() { Loss = new CrossEntropy { IgnoredLabel = Ignored }, Epochs = 30, Optimizer = new Adam(0.01) });

        Assert.DoesNotContain(trainer.Diagnose(_data.X, _some).Findings, finding => finding.Severity > Severity.Info);
        Assert.DoesNotContain(trainer.Fit(_data.X, _some).Findings, finding => finding.Severity > Severity.Info);
    }

    private static Sequential Mixing()
    {
        var model = new Sequential(new Dense(6), new BatchCenter(), new RunningCenter(), new Tanh(), new Dense(Blobs.Classes));
        model.Build(Blobs.Features, seed: 4);
        return model;
    }

    /// <summary>Indexes by label, as metrics of users do.</summary>
    private sealed class Classes() : Metric("classes")
    {
        public override double Compute(in MetricPass pass)
        {
            int[] counts = new int[Blobs.Classes];
            for (int row = 0; row < pass.Count; row++) counts[pass.ActualClass(row)]++;
            return counts[0] + (100 * counts[1]) + (10_000 * counts[2]);
        }
    }
}
