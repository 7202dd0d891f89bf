using ScratchNN.Tests.Files;

namespace ScratchNN.Tests;

/// <summary>A scale is learned once: later Fits, and Fits that fail, leave what the model predicts.</summary>
public class TargetScaleKeptTests
{
    private static readonly float[] _large = Regression.In(1000, 5000);

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

    private static Model Loaded(Model model) => Model.Load(Stream(model));

    private static MemoryStream Stream(Model model) => new(SafeTensorsFile.Save(model));

    /// <summary>Asks for more memory than there is.</summary>
    private sealed class Hungry() : Optimizer(0.1)
    {
        public override int StateSlots => 1 << 30;

        public override void Step(in OptimizerPass pass)
        {
        }
    }
}
