using ScratchNN.Tests.EstimatorChecks;
using ScratchNN.Tests.Metrics;

namespace ScratchNN.Tests;

/// <summary>A sample of weight 2 counts as the sample twice, one of weight 0 as none: in loss, gradient and accuracy.</summary>
public class WeightsTests
{
    private const double Same = 1e-5; // of the norm of the gradient

    public static IEnumerable<object[]> Cases => from loss in Losses.Keys from network in Networks.Keys select new object[] { loss, network };

    private static Dictionary<string, (Func<Loss> Make, Func<int, Targets> Targets)> Losses => new()
    {
        ["cross-entropy of labels"] = (() => new CrossEntropy(), n => (int[])[.. Enumerable.Range(0, n).Select(i => i % 3)]),
        ["cross-entropy of rows"] = (() => new CrossEntropy(), n => Rows(n, 0, 1)),
        ["smoothed cross-entropy"] = (() => new CrossEntropy { LabelSmoothing = 0.1 }, n => (int[])[.. Enumerable.Range(0, n).Select(i => i % 3)]),
        ["yes or no"] = (() => new BinaryCrossEntropy(), n => Rows(n, 0, 1)),
        ["absolute error"] = (() => new MeanAbsoluteError(), n => Rows(n, -1, 1)),
        ["Huber"] = (() => new Huber(0.5), n => Rows(n, -1, 1)),
        ["squared error of labels"] = (() => new MeanSquaredError(), n => (int[])[.. Enumerable.Range(0, n).Select(i => i % 3)]),
        ["squared error of rows"] = (() => new MeanSquaredError(), n => Rows(n, -1, 1)),
    };

    private static Dictionary<string, Func<Layer[]>> Networks => new()
    {
        ["one layer"] = () => [new Dense(3)],
        ["activations"] = () => [new Dense(8), new ReLU(), new Dense(7), new Tanh(), new Dense(6), new Sigmoid(), new Dense(3)],
        ["softmax"] = () => [new Dense(8), new Softmax(), new Dense(3)],
        ["residual"] = () => [new Dense(6), new Residual(new Dense(6), new Tanh()), new Residual(new Dense(3)) { Shortcut = new Dense(3) }],
        ["branches"] = () => [new Branches(new Dense(4), new Block(new Dense(5), new ReLU())), new Branches(new Dense(3), new Dense(3)) { Merge = Merge.Add }],
        ["blocks"] = () => [new Block(new Dense(8), new ReLU()), new Block(new Dense(3))],
    };

    [Theory, MemberData(nameof(Cases)), Row(18)]
    public void Gradient_WeightTwoIsTheRowTwice_WeightZeroItsAbsence(string loss, string network)
    {
        const int N = 12;
        float[,] x = Inputs(N);
        var y = Losses[loss].Targets(N);
        float[] weights = [.. Enumerable.Range(0, N).Select(i => i % 4)]; // Σw = 18
        int[] repeated = [.. Enumerable.Range(0, N).SelectMany(i => Enumerable.Repeat(i, i % 4))];

        foreach (int? microBatch in (int?[])[null, 5])
        {
            var weighted = Gradient(Losses[loss].Make(), Networks[network](), Sources.Of(x, y, weights), [.. Enumerable.Range(0, N)], microBatch);
            var twice = Gradient(Losses[loss].Make(), Networks[network](), Sources.Of(x, y), repeated, microBatch);

            Assert.Equal(twice.Result.Loss, weighted.Result.Loss, 1e-6 * Math.Abs(twice.Result.Loss));
            Assert.Equal(twice.Result.Accuracy, weighted.Result.Accuracy, 1e-12);
            double norm = Norm(twice.Gradient, null);
            Assert.True(norm > 0);
            Assert.InRange(Norm(twice.Gradient, weighted.Gradient), 0, Same * norm);
        }
    }

    /// <summary>Every metric there is, of a model's outputs and of arrays.</summary>
    [Theory, MemberData(nameof(MetricCases.All), MemberType = typeof(MetricCases))]
    public void Metric_WeightTwoIsTheRowTwice_WeightZeroItsAbsence(OutputKind meaning, string name)
    {
        const int N = 24;
        var metric = MetricCases.Named(name, meaning);
        float[,] x = Inputs(N);
        float[] weights = [.. Enumerable.Range(0, N).Select(i => i % 4)];
        int[] rows = [.. Enumerable.Range(0, N)], repeated = [.. rows.SelectMany(i => Enumerable.Repeat(i, i % 4))];
        var model = MetricCases.Model(meaning);
        model.Build(Blobs.Features, seed: 2);
        Targets y = Targets(rows), twice = Targets(repeated);
        float[][] twiceX = [.. repeated.Select(i => Row(x, i))];
        var trainer = new Trainer(model, new() { Metrics = [metric] });

        double expected = metric.Of(model.Predict(twiceX), twice);
        Assert.True(double.IsFinite(expected));
        Assert.Equal(expected, metric.Of(model.Predict(x), y, weights), 1e-9);
        Assert.Equal(expected, trainer.Evaluate(twiceX, twice)[metric], 1e-9);
        Assert.Equal(expected, trainer.Evaluate(x, y, weights)[metric], 1e-9);

        Targets Targets(int[] rows)
        {
            float[,] numbers = Rows(N, -1, 1);
            if (meaning == OutputKind.OneClass) return (int[])[.. rows.Select(i => i * 7 % 3)];
            if (meaning == OutputKind.Numbers) return (float[][])[.. rows.Select(i => Row(numbers, i))];
            bool[,] yes = new bool[rows.Length, 3];
            for (int i = 0; i < yes.Length; i++) yes[i / 3, i % 3] = numbers[rows[i / 3], i % 3] > 0.2f;
            return yes;
        }
    }

    [Fact]
    public void Fit_WeightsOfOne_AreNone()
    {
        var (x, y) = Blobs.Make();
        float[] ones = new float[y.Length];
        Array.Fill(ones, 1);
        Model without = Blobs.Model(), with = Blobs.Model(), dataset = Blobs.Model();

        new Trainer(without).Fit(x, y);
        new Trainer(with).Fit(x, y, ones);
        new Trainer(dataset).Fit(Dataset.From(x, y, ones));

        Assert.Equal(Bits.Of(without), Bits.Of(with));
        Assert.Equal(Bits.Of(without), Bits.Of(dataset));
    }

    [Fact, Row(17)]
    public void Fit_Weights_AreNotWrittenTo()
    {
        var (x, y) = Blobs.Make();
        float[] weights = [.. Enumerable.Range(0, y.Length).Select(i => i % 4 * 0.7f)], before = [.. weights];

        var trainer = new Trainer(Blobs.Model(), new() { Epochs = 2, ClassWeights = ClassWeights.Balanced, ValidationSplit = 0.2 });
        trainer.Fit(x, y, weights);
        trainer.Evaluate(x, y, weights);

        Assert.Equal(before, weights);
    }

    [Fact]
    public void Fit_DatasetWithWeights_EqualsArrays()
    {
        var (x, y) = Blobs.Make();
        float[] weights = [.. Enumerable.Range(0, y.Length).Select(i => i % 4 * 0.7f)];
        Model arrays = Blobs.Model(), demanded = Blobs.Model();

        var expected = new Trainer(arrays, new() { Epochs = 2, ValidationSplit = 0.2 }).Fit(x, y, weights);
        var actual = new Trainer(demanded, new() { Epochs = 2, ValidationSplit = 0.2 }).Fit(new OnDemand(Dataset.From(x, y, weights)));

        Assert.Equal(Bits.Of(arrays), Bits.Of(demanded));
        Assert.Equal(expected.Epochs[^1].ValidationLoss, actual.Epochs[^1].ValidationLoss);
    }

    [Fact]
    public void Fit_BatchWhoseWeightsAreZero_TakesNoStep()
    {
        float[,] x = Inputs(8);
        Model skipped = Blobs.Model(), without = Blobs.Model();
        var options = new TrainerOptions { Epochs = 3, BatchSize = 4, Shuffle = false, Optimizer = new Sgd(0.1) { Momentum = 0.9 } };

        var history = new Trainer(skipped, options).Fit(x, [0, 1, 2, 0, 1, 2, 0, 1], [0, 0, 0, 0, 1, 1, 1, 1]);
        new Trainer(without, options).Fit([Row(x, 4), Row(x, 5), Row(x, 6), Row(x, 7)], [1, 2, 0, 1]);

        Assert.Equal(Bits.Of(without), Bits.Of(skipped));
        Assert.All(history.Epochs, epoch => Assert.True(double.IsFinite(epoch.Loss)));
    }

    [Fact]
    public void Fit_SampleOfWeightZero_MayHaveAnyLoss()
    {
        var model = new Sequential(new Dense(1));
        var history = new Trainer(model, new() { Epochs = 2, Checks = [] }).Fit([[1], [2], [3]], [1f, float.PositiveInfinity, 3f], [1, 0, 1]);

        Assert.True(double.IsFinite(history.Epochs[^1].Loss));
        Assert.All(model.Parameters.ToArray(), value => Assert.True(float.IsFinite(value)));
    }

    /// <summary>As where old samples fade away: a batch of them takes no step, and breaks nothing.</summary>
    [Fact]
    public void Fit_WeightsNextToZero_CountAsZero()
    {
        float[,] x = Inputs(8);
        int[] y = [0, 1, 2, 0, 1, 2, 0, 1];
        Model tiny = Blobs.Model(), zero = Blobs.Model();
        var options = new TrainerOptions { Epochs = 3, BatchSize = 4, Shuffle = false, ClassWeights = ClassWeights.Of(1e-15f, 1, 1) };

        var history = new Trainer(tiny, options).Fit(x, y, [1e-40f, 1e-30f, float.Epsilon, 0, 1, 1, 1e-10f, 1]);
        new Trainer(zero, options).Fit(x, y, [0, 0, 0, 0, 1, 1, 0, 1]);

        Assert.Equal(Bits.Of(zero), Bits.Of(tiny));
        Assert.All(history.Epochs, epoch => Assert.True(double.IsFinite(epoch.Loss)));
    }

    public static TheoryData<float[], string> Bad => new()
    {
        { [1, 1], "There are 2 weights for 3 samples: every sample needs one." },
        { [1, -1, 1], "The weight of row 1 is -1: a weight is a finite number of at least 0." },
        { [1, 1, float.NaN], "The weight of row 2 is NaN: a weight is a finite number of at least 0." },
        { [1e-40f, 0, 1e-41f],
            "The largest of 3 weights is 1E-40, and those below 1E-20 count as 0: only ratios of weights matter, so divide all by the largest." },
        { [0, 0, 0], "All 3 weights are 0, so no sample counts: give at least one of them a weight above 0." },
    };

    [Theory, MemberData(nameof(Bad)), Row(15, 16)]
    public void Fit_WeightsThatAreNotSound_AreRefused(float[] weights, string message)
    {
        var trainer = new Trainer(Blobs.Model());
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => trainer.Fit(Inputs(3), [0, 1, 2], weights)).Message);
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => Dataset.From(Inputs(3), [0, 1, 2], weights)).Message);
        Assert.False(trainer.Model.IsBuilt);
    }

    [Fact]
    public void ClassWeights_ScaleLosses_NotAccuracyNorEvaluate()
    {
        float[,] x = Inputs(12);
        int[] y = [.. Enumerable.Range(0, 12).Select(i => i < 8 ? 0 : i < 11 ? 1 : 2)];
        var given = ClassWeights.Of(0.5f, 12 / 9f, 4);
        Model byClass = Blobs.Model(), bySample = Blobs.Model(), balanced = Blobs.Model();
        var options = new TrainerOptions { Epochs = 3, BatchSize = 5 };

        var history = new Trainer(byClass, options with { ClassWeights = given }).Fit(Dataset.From(x, y), Dataset.From(x, y));
        var expected = new Trainer(bySample, options).Fit(Dataset.From(x, y, given.For(y)), Dataset.From(x, y, given.For(y)));
        new Trainer(balanced, options with { ClassWeights = ClassWeights.Balanced }).Fit(x, y);

        Assert.Equal(Bits.Of(bySample), Bits.Of(byClass));
        Assert.Equal(Bits.Of(byClass), Bits.Of(balanced)); // n / (k·nᵢ): 12 / (3·8), 12 / (3·3), 12 / (3·1)
        Assert.Equal(expected.Epochs[^1].ValidationLoss, history.Epochs[^1].ValidationLoss);
        var plain = new Trainer(byClass, options with { ClassWeights = given }).Evaluate(x, y);
        Assert.Equal(new Trainer(byClass).Evaluate(x, y), plain);
        Assert.Equal(plain.Accuracy, history.Epochs[^1].ValidationAccuracy);
        Assert.NotEqual(plain.Loss, history.Epochs[^1].ValidationLoss);
    }

    [Fact, Row(38)]
    public void ClassWeights_Balanced_AreScikitLearns() =>
        Assert.Equal([1.5f, 1.5f, 0.75f, 0.75f, 0.75f, 0.75f], ClassWeights.Balanced.For([0, 0, 2, 2, 2, 2])); // class 1 does not occur

    [Fact]
    public void ClassWeights_ThatDoNotFit_AreRefused()
    {
        Assert.Equal("There are 2 class weights for 3 classes: every class needs one.", Message(ClassWeights.Of(1, 2), [0, 1, 2]));
        Assert.StartsWith("ClassWeights are set, but y holds targets of [3]: they apply to class labels.", Message(ClassWeights.Balanced, Rows(3, 0, 1)),
            StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => ClassWeights.Of(1, -1));
        Assert.Throws<ArgumentException>(() => ClassWeights.Of(0, 0));
        Assert.Throws<ArgumentException>(() => ClassWeights.Of(1, 2).For([0, 2]));

        static string Message(ClassWeights weights, Targets y) =>
            Assert.Throws<ArgumentException>(() => new Trainer(Blobs.Model(), new() { ClassWeights = weights }).Fit(Inputs(3), y)).Message;
    }

    [Fact]
    public void Step_WithWeights_AllocatesNothing()
    {
        var (x, y) = Blobs.Make();
        float[] weights = [.. Enumerable.Range(0, y.Length).Select(i => 1f + (i % 3))];
        long Bytes(int epochs) =>
            Allocations.Of(() =>
                new Trainer(Blobs.Model(), new() { Epochs = epochs, BatchSize = 10, Checks = [], Threads = 1, ClassWeights = ClassWeights.Balanced })
                    .Fit(x, y, weights));
        _ = Bytes(2);

        long perEpoch = Bytes(12) - Bytes(2);

        Assert.InRange(perEpoch, 0, 10 * 1000); // what is told of ten epochs: nothing of 300 steps
    }

    private static (BatchResult Result, float[] Gradient) Gradient(Loss loss, Layer[] layers, RowSource data, int[] rows, int? microBatch)
    {
        var model = new Sequential(layers);
        model.Build(Blobs.Features, seed: 1);
        var problem = Problem.Of(data, model.OutputShape, model.Layers[^1], loss);
        float[] gradient = new float[model.Parameters.Length];
        var result = new Objective(model, problem, rows.Length, microBatch, 0, Workers.None).Gradient(data, rows, 0, gradient);
        return (result, gradient);
    }

    private static float[] Row(float[,] x, int row) => [.. Enumerable.Range(0, x.GetLength(1)).Select(i => x[row, i])];

    private static double Norm(float[] a, float[]? b) => Math.Sqrt(a.Select((value, i) => Math.Pow(value - (b == null ? 0 : b[i]), 2)).Sum());

    private static float[,] Inputs(int rows)
    {
        float[,] x = new float[rows, Blobs.Features];
        for (int i = 0; i < x.Length; i++) x[i / Blobs.Features, i % Blobs.Features] = MathF.Sin(7.1f * i);
        return x;
    }

    private static float[,] Rows(int rows, float low, float high)
    {
        float[,] y = new float[rows, 3];
        for (int i = 0; i < y.Length; i++) y[i / 3, i % 3] = low + ((high - low) * ((i * 37 % 11) / 10f));
        return y;
    }
}
