namespace ScratchNN.Tests;

/// <summary>Who has a scale, what it is, where it goes, and who keeps what it predicts.</summary>
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
        var expected = TargetScale.Of([.. RowSplit.Of(Regression.Count, 0, trainer.Options).Training.Order().Select(row => (Target)_large[row])]);

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
    public void Fit_Again_KeepsIt()
    {
        var trainer = Regression.Fitted(_large);
        var scale = trainer.Model.TargetScale;

        trainer.Fit(Regression.X, Regression.In(1, 0));
        trainer.FitBatch(Regression.X, Regression.In(7, 0));
        new Trainer(trainer.Model, Regression.Options).Fit(Regression.X, Regression.In(10, 20));

        Assert.Same(scale, trainer.Model.TargetScale);
        trainer.Model.Build(Regression.Features);
        Assert.Null(trainer.Model.TargetScale);
    }

    [Fact]
    public void FitBatch_First_LearnsItAndASetOneStays()
    {
        var trainer = new Trainer(Regression.Model(), Regression.Options);
        trainer.FitBatch(Regression.X, _large);
        Assert.Equal(TargetScale.Of(_large).Mean[0], trainer.Model.TargetScale!.Mean[0]);

        var other = new TargetScale([0f], [1f]);
        trainer.Model.TargetScale = other; // the memory of the step before must not keep the old one
        float[,] z = trainer.Model.Predict(Regression.X);
        double expected = Enumerable.Range(0, Regression.Count).Average(row => Math.Pow(z[row, 0] - _large[row], 2));
        Assert.Equal(expected, trainer.FitBatch(Regression.X, _large).Loss, 1e-5 * expected);
        Assert.Same(other, trainer.Model.TargetScale);
    }

    /// <summary>Weights that predict something already, from a file, another library or an earlier Fit, go on from there.</summary>
    [Fact]
    public void Fit_WeightsThatWereTrainedLoadedOrWritten_KeepWhatTheyPredict()
    {
        var trained = Regression.Fitted(_large, options => options with { Loss = new RawSquaredError() }).Model;
        var loaded = Loaded(trained);
        var weights = new Sequential([.. trained.Layers]);
        weights.Build(Regression.Features);
        weights.LoadWeights(Stream(trained));
        var written = new Sequential([.. trained.Layers]);
        written.Build(Regression.Features);
        trained.Parameters.CopyTo(written.Parameters);
        uint[] before = Bits.Of(trained.Predict(Regression.X));

        foreach (var model in (Model[])[trained, loaded, weights, written, trained.Clone(), trained.Take(..)])
        {
            new Trainer(model, Regression.Options with { Epochs = 0 }).Fit(Regression.X, _large);
            Assert.Null(model.TargetScale);
            Assert.Equal(before, Bits.Of(model.Predict(Regression.X)));
        }
    }

    /// <summary>A head that nobody has trained means nothing yet, whatever is before it.</summary>
    [Fact]
    public void Fit_FreshHeadOnLoadedLayers_LearnsIt()
    {
        var trained = Regression.Fitted(Regression.Y).Model;
        var model = Regression.Model();
        model.Build(Regression.Features);
        model.LoadWeights(Stream(trained), new LoadOptions { Strict = false, Rename = name => name.StartsWith('0') ? name : null });
        Assert.Null(model.TargetScale);

        new Trainer(model, Regression.Options).Fit(Regression.X, _large);

        Assert.InRange(model.TargetScale!.Deviation[0], 500, 2000);
    }

    [Fact]
    public void SaveAndLoad_PredictTheSame()
    {
        var model = Regression.Fitted(_large).Model;
        var weights = Regression.Model();
        weights.Build(Regression.Features);
        weights.LoadWeights(Stream(model));
        uint[] expected = Bits.Of(model.Predict(Regression.X));

        foreach (var copy in (Model[])[Loaded(model), model.Clone(), weights, model.Take(..), Loaded(Loaded(model))])
        {
            Assert.Equal(expected, Bits.Of(copy.Predict(Regression.X)));
            Assert.Equal(model.TargetScale!.Deviation, copy.TargetScale!.Deviation);
        }
        Assert.Contains("""{"version":3,""", Metadata(model), StringComparison.Ordinal);

        weights.LoadWeights(Stream(Regression.Fitted(_large, options => options with { Loss = new RawSquaredError() }).Model));
        Assert.Null(weights.TargetScale); // it goes with the last layer
    }

    [Theory]
    [InlineData("\"mean\":[", "\"mean\":[1,", "scale of 2 outputs|damaged")]
    [InlineData("\"deviation\":[", "\"deviation\":[-", "damaged")]
    [InlineData("\"scale\":{", "\"scale\":7,\"other\":{", "damaged")]
    public void Load_DamagedScale_Throws(string part, string damaged, string message)
    {
        var model = Regression.Fitted(_large).Model;
        string text = Architecture.Write(model).Replace(part, damaged, StringComparison.Ordinal);
        var file = new MemoryStream();
        SafeTensorsWriter.Write(file, [(Architecture.Key, text)], [.. ParameterTensors.Of(model.BuiltPlan.Layout, model.ParameterBuffer.Memory)]);

        file.Position = 0;
        string thrown = Assert.Throws<InvalidDataException>(() => Model.Load(file)).Message;
        Assert.Contains(message.Split('|'), thrown.Contains);
    }

    [Fact]
    public void SaveBeforeTraining_Load_TrainsAsTheModelItself()
    {
        Model model = Regression.Model();
        model.Build(Regression.Features, seed: 9);
        Model loaded = Loaded(model), copy = model.Clone(), part = model.Take(..);

        uint[] expected = Bits.Of(Regression.Fitted(_large, model: model).Model);

        foreach (var other in (Model[])[loaded, copy, part]) Assert.Equal(expected, Bits.Of(Regression.Fitted(_large, model: other).Model));
        Assert.NotNull(loaded.TargetScale);
    }

    [Fact]
    public void Take_WithoutTheLastLayer_HasNone()
    {
        var model = Regression.Fitted(_large).Model;
        Model encoder = model.Take(..2), head = model.Take(2..);

        Assert.Null(encoder.TargetScale);
        Assert.Equal(Bits.Of(model.Predict(Regression.X)), Bits.Of(head.Predict(encoder.Predict(Regression.X))));
        Assert.All(encoder.Predict(Regression.X).Cast<float>(), value => Assert.InRange(value, -1, 1));
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

        double loss = new Trainer(model, new TrainerOptions { Optimizer = new Sgd(0.01), Loss = new RawSquaredError() }).FitBatch(new float[,] { { 1 } }, [12f]).Loss;

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
        Assert.Contains("2 outputs, the model has 1", Assert.Throws<ArgumentException>(() => model.TargetScale = new TargetScale([1f, 2f], [1f, 2f])).Message, StringComparison.Ordinal);
        var bounded = new Sequential(new Dense(1), new Sigmoid());
        bounded.Build(2);
        Assert.Contains("Sigmoid gives 0 to 1", Assert.Throws<ArgumentException>(() => bounded.TargetScale = one).Message, StringComparison.Ordinal);
        bounded.TargetScale = null;
        Callback late = Callback.EachStep(_ => model.TargetScale = one);
        Assert.Contains("being trained", Assert.Throws<InvalidOperationException>(() => new Trainer(model, Regression.Options with { Callbacks = [late] }).Fit(Regression.X, _large)).Message, StringComparison.Ordinal);

        foreach (var (mean, deviation) in ((float[], float[])[])[([], []), ([1], []), ([float.NaN], [1]), ([1], [0]), ([1], [-1]), ([1], [float.PositiveInfinity]), ([1], [1e-40f])])
            Assert.Throws<ArgumentException>(() => new TargetScale(mean, deviation));
        Assert.Contains("class names", Assert.Throws<ArgumentException>(() => TargetScale.Of((string[])["a", "b"])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => TargetScale.Of((bool[])[true]));
        Assert.Throws<ArgumentException>(() => TargetScale.Of((float[])[]));
        Assert.Contains("row 1", Assert.Throws<ArgumentException>(() => TargetScale.Of((float[])[1, float.NaN])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_NaNInY_IsFoundAsEver()
    {
        float[] y = [.. _large];
        y[17] = float.NaN;
        var model = Regression.Model();

        var history = new Trainer(model, Doctor.Watching).Fit(Regression.X, y);

        Assert.Contains("y holds NaN in row 17", history.Findings.One("SNN002").Title, StringComparison.Ordinal);
        Assert.Null(model.TargetScale);
        new Trainer(model, Regression.Options).Fit(Regression.X, _large);
        Assert.NotNull(model.TargetScale);
    }

    [Fact]
    public void Fit_ThatNeverBegins_LeavesTheModelAsItWas()
    {
        var model = Regression.Model();
        model.Build(Regression.Features);

        Assert.ThrowsAny<Exception>(() => new Trainer(model, Regression.Options with { Optimizer = new Hungry() }).Fit(Regression.X, _large));

        Assert.Null(model.TargetScale);
    }

    [Fact]
    public void Fit_Breaks_TheModelPredictsAsBefore()
    {
        var trainer = new Trainer(Regression.Model(), Regression.Options with { Optimizer = new Sgd(1e30), WhenBroken = WhenBroken.Stop });

        var history = trainer.Fit(Regression.X, _large);

        Assert.Equal(StopReason.Broken, history.StopReason);
        Assert.NotNull(trainer.Model.TargetScale);
        Assert.All(trainer.Model.Predict(Regression.X).Cast<float>(), value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void Checks_LargeUnit_FindNothingAndSeeTheUnitOfY()
    {
        bool seen = false;
        var look = new Looks((in CheckPass pass) =>
        {
            double mean = 0, layer = 0, loss = 0;
            for (int i = 0; i < pass.Outputs.Length; i++)
            {
                mean += pass.Outputs[i] / pass.Outputs.Length;
                layer += pass.Layers[^1].Output[i] / pass.Outputs.Length;
                loss = Math.Max(loss, Math.Abs(Math.Pow(pass.Outputs[i] - (double)pass.Targets[i], 2) - pass.Losses[i]) / (1 + pass.Losses[i]));
            }
            Assert.InRange(mean, 3000, 7000);
            Assert.InRange(layer, -2, 2);
            Assert.InRange(loss, 0, 0.01);
            Assert.InRange(pass.BaselineLoss, 1e5, 1e7);
            seen = true;
        });

        var findings = Regression.Fitted(_large, options => options with { Checks = [.. Check.All, look], Epochs = 40 }, Regression.Model());
        var raw = new Trainer(Regression.Model(), Doctor.Watching with { Loss = new RawSquaredError() }).Fit(Regression.X, _large).Findings;

        Assert.True(seen);
        Assert.Empty(new Trainer(Regression.Model(), Regression.Options with { Checks = Check.All, Epochs = 40 }).Fit(Regression.X, _large).Findings);
        Assert.Equal("y", raw.One("SNN002").Tensor);
        Assert.Contains("go beyond float32", new Trainer(Regression.Model(), Doctor.Watching).Fit(Regression.X, Regression.In(1e20f, 0)).Findings.One("SNN002").Title, StringComparison.Ordinal);
        Assert.NotNull(findings.Model.TargetScale);
    }

    /// <summary>Variances are compared in one unit: answers of a small spread in z are those of a large one in y, and the other way round.</summary>
    [Theory]
    [InlineData(1e5f), InlineData(1e-5f)]
    public void Checks_NumbersThatAreNotLearnedYet_AreNotTakenForOneAnswer(float unit)
    {
        var findings = new Trainer(Regression.Model(), Regression.Options with { Checks = Check.All, Epochs = 30, Optimizer = new Sgd(1e-9) }).Fit(Regression.X, Regression.In(unit, 0, [.. Regression.Y.Reverse()])).Findings; // rows that do not belong together: no luck at the start

        findings.None("SNN012");
    }

    [Fact]
    public void Diagnose_LargeUnit_FindsNothing()
    {
        var model = Regression.Model();

        var diagnosis = new Trainer(model, Regression.Options with { Checks = Check.All, Optimizer = new Adam(0.03) }).Diagnose(Regression.X, _large);

        Assert.Empty(diagnosis.Findings);
        Assert.False(model.IsBuilt);
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

    private static Model Loaded(Model model) => Model.Load(Stream(model));

    private static MemoryStream Stream(Model model)
    {
        var file = new MemoryStream();
        model.Save(file);
        file.Position = 0;
        return file;
    }

    private static string Metadata(Model model) => new SafeTensorsReader(Stream(model)).Header.Metadata[Architecture.Key];

    private delegate void Look(in CheckPass pass);

    private sealed class Looks(Look look) : Check("MY001", CheckMoment.StepEnd)
    {
        public override void Examine(in CheckPass pass) => look(pass);
    }

    /// <summary>Asks for more memory than there is.</summary>
    private sealed class Hungry() : Optimizer(0.1)
    {
        public override int StateSlots => 1 << 30;

        public override void Step(in OptimizerPass pass)
        {
        }
    }
}
