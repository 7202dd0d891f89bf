namespace ScratchNN.Tests;

/// <summary>Answers yes or no: what decides them, what is learned, and what remains in files.</summary>
public class YesNoTests
{
    private const int Count = 300;

    /// <summary>Points in a ring (yes) and in the middle of it (no): no straight line parts them.</summary>
    private static readonly (float[,] X, int[] Y) _rings = Rings();

    [Fact]
    public void Fit_LastSigmoidAndLabels_LearnsThemByDefault()
    {
        var model = new Sequential(new Dense(16), new ReLU(), new Dense(1), new Sigmoid());
        var trainer = new Trainer(model, new() { Epochs = 60 });

        var history = trainer.Fit(_rings.X, _rings.Y);

        Assert.True(history.Epochs[^1].Accuracy > 0.95, $"{history.Epochs[^1]}");
        Assert.Equal(OutputKind.YesNo, model.Meaning);
        var evaluation = trainer.Evaluate(_rings.X, _rings.Y);
        Assert.Equal(evaluation, model.Evaluate(_rings.X, _rings.Y));
        Assert.Equal(evaluation.Accuracy, model.PredictClasses(_rings.X).Zip(_rings.Y).Average(pair => pair.First == pair.Second ? 1.0 : 0));
        double likelihood = model.Predict(_rings.X).Cast<float>().Zip(_rings.Y).Average(pair => -Math.Log(pair.Second == 1 ? pair.First : 1 - pair.First));
        Assert.Equal(likelihood, evaluation.Loss, 1e-5);
        Assert.DoesNotContain(history.Findings, finding => finding.Severity > Severity.Info);
    }

    /// <summary>Each of five questions is about another direction.</summary>
    [Fact]
    public void Fit_FiveTags_LearnsThem()
    {
        var random = new RandomStream(3, 0);
        float[] x = new float[Count * 4];
        random.FillNormal(x, 1);
        bool[,] tags = new bool[Count, 5];
        for (int row = 0; row < Count; row++)
        {
            var p = x.AsSpan(row * 4, 4);
            bool[] answers = [p[0] > 0, p[1] > p[2], p[3] > 0.5f, p[0] + p[1] > 0, p[2] < -0.3f];
            for (int i = 0; i < 5; i++) tags[row, i] = answers[i];
        }
        var model = new Sequential(new Dense(32), new ReLU(), new Dense(5));
        var trainer = new Trainer(model, new() { Epochs = 80, Optimizer = new Adam(0.005) });

        var history = trainer.Fit(new Samples(x, 4), tags);

        bool[,] learned = model.PredictYesNo(new Samples(x, 4));
        double right = learned.Cast<bool>().Zip(tags.Cast<bool>()).Average(pair => pair.First == pair.Second ? 1.0 : 0);
        Assert.True(right > 0.97, $"{right}");
        Assert.True(history.Epochs[^1].Accuracy > 0.9, "all five at once");
        Assert.Equal(OutputKind.YesNo, model.Meaning);
        Assert.DoesNotContain(history.Findings, finding => finding.Severity > Severity.Info);
    }

    /// <summary>The same bits from logits with and without the sigmoid, which the loss absorbs.</summary>
    [Fact]
    public void Fit_WithOrWithoutSigmoid_TrainsTheSameWeights()
    {
        Model with = new Sequential(new Dense(8), new Tanh(), new Dense(1), new Sigmoid()), without = new Sequential(new Dense(8), new Tanh(), new Dense(1));
        var options = new TrainerOptions { Epochs = 3, Loss = new BinaryCrossEntropy(), Metrics = [Metric.MeanSquaredError] };

        var a = new Trainer(with, options).Fit(_rings.X, _rings.Y);
        var b = new Trainer(without, options).Fit(_rings.X, _rings.Y);

        Assert.Equal(Bits.Of(with), Bits.Of(without));
        Assert.Equal(a.Epochs.Select(epoch => (epoch.Loss, epoch.Accuracy)), b.Epochs.Select(epoch => (epoch.Loss, epoch.Accuracy)));
        Assert.Equal(a.Epochs[^1].Training.Metrics.Values, b.Epochs[^1].Training.Metrics.Values); // metrics see probabilities
        Assert.Equal(Bits.Of(with.Predict(_rings.X)), Bits.Of(without.PredictProbabilities(_rings.X)));
        Assert.Equal(with.PredictYesNo(_rings.X, 0.3).Cast<bool>(), without.PredictYesNo(_rings.X, 0.3).Cast<bool>());
    }

    [Fact]
    public void Logits_AreKnown_AfterSaveLoadAndClone()
    {
        var model = new Sequential(new Dense(8), new ReLU(), new Dense(1));
        new Trainer(model, new() { Epochs = 5, Loss = new BinaryCrossEntropy() }).Fit(_rings.X, _rings.Y);
        var file = new MemoryStream();
        model.Save(file);
        file.Position = 0;

        foreach (var copy in (Model[])[model, Model.Load(file), model.Clone(), model.Take(..)])
        {
            Assert.Equal(model.Predict(_rings.X).Cast<float>().Select(z => z > 0 ? 1 : 0), copy.PredictClasses(_rings.X));
            Assert.All(copy.PredictProbabilities(_rings.X).Cast<float>(), p => Assert.InRange(p, 0, 1));
            Assert.Equal(model.Evaluate(_rings.X, _rings.Y), copy.Evaluate(_rings.X, _rings.Y));
        }
    }

    /// <summary>What y, the last layer and the loss say, each in its turn.</summary>
    [Fact]
    public void Problem_Meaning_IsDecidedByLossLastLayerAndTypeOfY()
    {
        bool[] yes = [true, false];
        bool[,] each = { { true, false }, { false, false } };
        float[,] rows = { { 1, 0.5f }, { 0, 0 } };
        int[] labels = [1, 0];

        Assert.Equal((OutputKind.YesNo, "BinaryCrossEntropy", true), Of(yes, 1));
        Assert.Equal((OutputKind.YesNo, "BinaryCrossEntropy", false), Of(labels, 1, new Sigmoid()));
        Assert.Equal((OutputKind.YesNo, "BinaryCrossEntropy", true), Of(each, 2));
        Assert.Equal((OutputKind.YesNo, "BinaryCrossEntropy", false), Of(each, 2, new Sigmoid()));
        Assert.Equal((OutputKind.YesNo, "BinaryCrossEntropy", true), Of(labels, 1, loss: new BinaryCrossEntropy()));
        Assert.Equal((OutputKind.YesNo, "BinaryCrossEntropy", false), Of(rows, 2, new Sigmoid(), new BinaryCrossEntropy()));
        Assert.Equal((OutputKind.YesNo, "MeanSquaredError", false), Of(labels, 1, new Sigmoid(), new MeanSquaredError()));
        Assert.Equal((OutputKind.Numbers, "MeanSquaredError", false), Of(yes, 1, loss: new MeanSquaredError()));
        Assert.Equal((OutputKind.Numbers, "MeanSquaredError", false), Of(rows, 2, new Sigmoid())); // an autoencoder
        Assert.Equal((OutputKind.Numbers, "MeanSquaredError", false), Of(labels, 1));
        Assert.Equal((OutputKind.OneClass, "CrossEntropy", false), Of(yes, 2));

        static (OutputKind, string, bool) Of(Targets y, int outputs, Layer? last = null, Loss? loss = null)
        {
            var problem = Problem.Of(RowSource.OfTargets(y), outputs, last ?? new Dense(outputs), loss);
            return (problem.Meaning, problem.Loss.ToString(), problem.AreLogits);
        }
    }

    [Fact]
    public void Fit_WrongPairings_NameARemedyThatWorks()
    {
        var binary = new TrainerOptions { Epochs = 1, Loss = new BinaryCrossEntropy() };
        int[] three = [.. _rings.Y.Select((label, row) => row % 5 == 0 ? 2 : label)];
        float[] high = [.. _rings.Y.Select(label => label * 1.7f)];
        Model one = new Sequential(new Dense(1)), two = new Sequential(new Dense(2));

        Assert.Contains("For one class of several use CrossEntropy; for yes or no end the model in 1 output", Message(two, binary, _rings.Y),
            StringComparison.Ordinal);
        Assert.EndsWith("For more classes end the model in one output per class, without Sigmoid, and use CrossEntropy, the default for labels.",
            Message(one, binary, three), StringComparison.Ordinal);
        Assert.StartsWith("Target 1.7 in row 1, column 0 is not the probability of a yes: BinaryCrossEntropy takes targets from 0 (no) to 1 (yes).",
            Message(one, binary, high), StringComparison.Ordinal);
        Assert.Contains("For yes or no use BinaryCrossEntropy, on one output", Message(one, binary with { Loss = new CrossEntropy() }, _rings.Y),
            StringComparison.Ordinal);

        new Trainer(two, binary with { Loss = new CrossEntropy() }).Fit(_rings.X, _rings.Y);
        new Trainer(one, binary).Fit(_rings.X, _rings.Y);
        new Trainer(new Sequential(new Dense(3)), new() { Epochs = 1 }).Fit(_rings.X, three);
        new Trainer(new Sequential(new Dense(1)), new() { Epochs = 1 }).Fit(_rings.X, high);

        string Message(Model model, TrainerOptions options, Targets y) =>
            Assert.Throws<ArgumentException>(() => new Trainer(model.Clone(), options).Fit(_rings.X, y)).Message;
    }

    private static (float[,] X, int[] Y) Rings()
    {
        var random = new RandomStream(9, 0);
        float[] noise = new float[Count * 2];
        random.FillNormal(noise, 0.25f);
        float[,] x = new float[Count, 2];
        int[] y = new int[Count];
        for (int row = 0; row < Count; row++)
        {
            y[row] = row % 2;
            double angle = row * 0.37, radius = 2 * y[row];
            x[row, 0] = (float)(radius * Math.Cos(angle)) + noise[2 * row];
            x[row, 1] = (float)(radius * Math.Sin(angle)) + noise[(2 * row) + 1];
        }
        return (x, y);
    }
}
