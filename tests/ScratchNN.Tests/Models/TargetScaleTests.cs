namespace ScratchNN.Tests;

/// <summary>Who has a scale, what it is, and that all that is predicted and learned from is in the unit of y.</summary>
public class TargetScaleTests
{
    private const double Close = 1e-6; // relative: a float

    private static readonly float[] _large = Regression.In(1000, 5000);

    [Fact]
    public void Fit_Numbers_LearnsMeanAndDeviation()
    {
        var scale = Regression.Fitted(_large).Model.TargetScale!;
        double mean = _large.Average(value => (double)value), deviation = Math.Sqrt(_large.Average(value => Math.Pow(value - mean, 2)));

        Assert.Equal(mean, Assert.Single(scale.Mean), Close * mean);
        Assert.Equal(deviation, Assert.Single(scale.Deviation), Close * deviation);
        Assert.StartsWith("TargetScale(", scale.ToString(), StringComparison.Ordinal);
        Assert.Equal(scale.Mean[0], TargetScale.Of(_large).Mean[0]);
        Assert.Equal(scale.Deviation[0], TargetScale.Of(_large).Deviation[0]);
    }

    [Fact]
    public void Fit_ValidationRows_PlayNoPart()
    {
        var trainer = new Trainer(Regression.Model(), Regression.Options with { Epochs = 1 });

        trainer.Fit(Dataset.From(Regression.X, _large), Dataset.From(Regression.X, Regression.In(1, 1e7f)));

        Assert.Equal(TargetScale.Of(_large).Mean[0], trainer.Model.TargetScale!.Mean[0]);
    }

    [Fact]
    public void Fit_HeldRows_PlayNoPart()
    {
        var trainer = Regression.Fitted(_large, options => options with { ValidationSplit = 0.25, Epochs = 1 });
        var expected = TargetScale.Of(
            [.. RowSplit.Of(RowSource.OfTargets(new int[Regression.Count]), 0, trainer.Options).Training.Order().Select(row => (Target)_large[row])]);

        Assert.Equal(expected.Mean[0], trainer.Model.TargetScale!.Mean[0], Close * 5000);
        Assert.Equal(expected.Deviation[0], trainer.Model.TargetScale.Deviation[0], Close * 5000);
        Assert.NotEqual(TargetScale.Of(_large).Mean[0], expected.Mean[0], Close * 5000);
    }

    [Fact]
    public void Fit_Weights_CountAsRowsDo()
    {
        float[] weights = [.. Enumerable.Range(0, Regression.Count).Select(row => (float)(row % 3))], y = [.. _large];
        float[] repeated = [.. Enumerable.Range(0, Regression.Count).SelectMany(row => Enumerable.Repeat(y[row], row % 3))];
        for (int row = 0; row < Regression.Count; row += 3) y[row] = 1e9f; // counts for nothing

        var trainer = new Trainer(Regression.Model(), Regression.Options);
        trainer.Fit(Regression.X, y, weights);

        var expected = TargetScale.Of(repeated);
        Assert.Equal(expected.Mean[0], trainer.Model.TargetScale!.Mean[0], Close * expected.Mean[0]);
        Assert.Equal(expected.Deviation[0], trainer.Model.TargetScale.Deviation[0], Close * expected.Deviation[0]);
        Assert.InRange(trainer.Epochs[^1].Loss, 0, 0.4 * Math.Pow(expected.Deviation[0], 2));
    }

    [Theory]
    [InlineData("constant", new float[] { 5, 5, 5, 5 }, 5, 1)]
    [InlineData("constant but for rounding", new float[] { 5000, 5000.0005f, 5000, 5000 }, 5000.0001220703125, 1)]
    [InlineData("a twentieth of the range", new float[] { 0, 0, 0, 0 }, 0, 0)] // filled below
    [InlineData("two values", new float[] { 10, 30, 10, 30 }, 20, 10)]
    public void Of_Columns_HaveASoundDeviation(string what, float[] y, double mean, double deviation)
    {
        if (what == "a twentieth of the range")
        {
            y = new float[2000];
            (y[7], mean, deviation) = (100, 0.05, 5); // the standard deviation is 2.2: the spike would lie at 45
        }

        var scale = TargetScale.Of(y);

        Assert.Equal(mean, scale.Mean[0], 1e-6 * Math.Max(1, mean));
        Assert.Equal(deviation, scale.Deviation[0], Close * deviation);
    }

    [Fact]
    public void Fit_NotNumbersOrNotWanted_HasNone()
    {
        bool[] yes = [.. Regression.Y.Select(value => value > 0)];
        int[] labels = [.. yes.Select(value => value ? 1 : 0)];
        float[] between = [.. Regression.Y.Select(value => value > 0 ? 0.9f : 0.1f)];

        Assert.Null(Regression.Fitted(yes).Model.TargetScale);
        Assert.Null(Regression.Fitted(labels, model: Regression.Model(2)).Model.TargetScale);
        Assert.Null(Regression.Fitted(labels, options => options with { Loss = new MeanSquaredError() }, Regression.Model(2)).Model.TargetScale);
        Assert.Null(Regression.Fitted(_large, options => options with { Loss = new RawSquaredError() }).Model.TargetScale);
        foreach (Layer last in (Layer[])[new Sigmoid(), new Tanh(), new ReLU(), new Block(new Dense(1), new Sigmoid())])
            Assert.Null(Regression.Fitted(between, model: new Sequential(new Dense(8), new Tanh(), new Dense(1), last)).Model.TargetScale);
    }

    [Fact]
    public void Predict_EveryWay_IsInTheUnitOfY()
    {
        var model = Regression.Fitted(_large).Model;
        float[,] expected = model.Predict(Regression.X);
        float[] x = [.. Regression.X.Cast<float>()], y = new float[Regression.Count];

        model.Predict(x, y);
        Bits.AssertEqual([.. expected.Cast<float>()], y);
        for (int row = 0; row < 3; row++) Bits.AssertEqual([expected[row, 0]], model.PredictOne(x.AsSpan(row * Regression.Features, Regression.Features)));
        Assert.Equal(Bits.Of(expected), Bits.Of(model.Predict(new OnDemand(Dataset.From(Regression.X, _large)))));
        Assert.InRange(y.Average(), 4500, 5500);
        Assert.Equal(0, Allocations.Of(() => model.Predict(x.AsSpan(0, Regression.Features), y.AsSpan(0, 1))));
    }

    /// <summary>A loss of the user's sees what the model predicts, also where an earlier Fit gave it a scale: dz = deviation·dy.</summary>
    [Fact]
    public void Fit_OwnLossOnAModelWithAScale_SeesWhatTheModelPredicts()
    {
        var model = new Sequential(new Dense(1));
        model.Build(1);
        (model.Parameter("0.weight")[0], model.Parameter("0.bias")[0]) = (0.5f, 0.25f);
        model.TargetScale = new TargetScale([10f], [4f]);

        double loss = new Trainer(model, new TrainerOptions { Optimizer = new Sgd(0.01), Loss = new RawSquaredError() })
            .FitBatch(new float[,] { { 1 } }, [12f]).Loss;

        // z = 0.75, y = 10 + 4·0.75 = 13: loss 1, dy = 2, dz = 8
        Assert.Equal(1, loss, 1e-6);
        Assert.Equal(0.25 - (0.01 * 8), model.Parameter("0.bias")[0], 1e-6);
        Assert.Equal(0.5 - (0.01 * 8), model.Parameter("0.weight")[0], 1e-6);
    }

    /// <summary>The same step for a loss that is trained on z: t becomes (12 − 10) / 4 = 0.5.</summary>
    [Fact]
    public void FitBatch_StandardizedLoss_TakesTheGradientInZ()
    {
        var model = new Sequential(new Dense(1));
        model.Build(1);
        (model.Parameter("0.weight")[0], model.Parameter("0.bias")[0]) = (0.5f, 0.25f);
        model.TargetScale = new TargetScale([10f], [4f]);

        double loss = new Trainer(model, new TrainerOptions { Optimizer = new Sgd(0.01) }).FitBatch(new float[,] { { 1 } }, [12f]).Loss;

        Assert.Equal(1, loss, 1e-6);
        Assert.Equal(0.25 - (0.01 * 2 * 0.25), model.Parameter("0.bias")[0], 1e-6); // dz = 2·(0.75 − 0.5)
    }

    [Fact]
    public void TargetScale_Misuse_Throws()
    {
        var model = Regression.Model();
        var one = new TargetScale([1f], [2f]);

        Assert.Throws<InvalidOperationException>(() => model.TargetScale = one); // not built
        model.Build(Regression.Features);
        Assert.Contains("2 outputs, the model has 1", Assert.Throws<ArgumentException>(() => model.TargetScale = new TargetScale([1f, 2f], [1f, 2f])).Message,
            StringComparison.Ordinal);
        var bounded = new Sequential(new Dense(1), new Sigmoid());
        bounded.Build(2);
        Assert.Contains("Sigmoid gives 0 to 1", Assert.Throws<ArgumentException>(() => bounded.TargetScale = one).Message, StringComparison.Ordinal);
        bounded.TargetScale = null;
        Callback late = Callback.EachStep(_ => model.TargetScale = one);
        Assert.Contains("being trained",
            Assert.Throws<InvalidOperationException>(() =>
                new Trainer(model, Regression.Options with { Callbacks = [late] }).Fit(Regression.X, _large)).Message, StringComparison.Ordinal);

        foreach (
            var (mean, deviation) in ((float[], float[])[])[([], []), ([1], []), ([float.NaN], [1]), ([1], [0]), ([1], [-1]), ([1], [float.PositiveInfinity]),
                ([1], [1e-40f])])
            Assert.Throws<ArgumentException>(() => new TargetScale(mean, deviation));
        Assert.Contains("class names", Assert.Throws<ArgumentException>(() => TargetScale.Of((string[])["a", "b"])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => TargetScale.Of((bool[])[true]));
        Assert.Throws<ArgumentException>(() => TargetScale.Of((float[])[]));
        Assert.Contains("row 1", Assert.Throws<ArgumentException>(() => TargetScale.Of((float[])[1, float.NaN])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ToString_ModelWithAScale_ShowsIt()
    {
        var model = Regression.Model();
        model.Build(Regression.Features);
        model.TargetScale = new TargetScale([5.5f], [0.25f]);

        Assert.Contains("TargetScale(5.5 ± 0.25)", model.ToString(), StringComparison.Ordinal);
        Assert.Equal("TargetScale(1 ± 1, 2 ± 1, 3 ± 1, 4 ± 1, …)", new TargetScale([1f, 2f, 3f, 4f, 5f], [1f, 1f, 1f, 1f, 1f]).ToString());
    }
}
