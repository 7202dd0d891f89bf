namespace ScratchNN.Tests;

/// <summary>The checks see numbers in the unit of y, whatever the model is trained on.</summary>
public class TargetScaleChecksTests
{
    private static readonly float[] _large = Regression.In(1000, 5000);

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
        Assert.Contains("exceed float32", new Trainer(Regression.Model(), Doctor.Watching)
            .Fit(Regression.X, Regression.In(1e20f, 0)).Findings.One("SNN002").Title, StringComparison.Ordinal);
        Assert.NotNull(findings.Model.TargetScale);
    }

    /// <summary>Variances are compared in one unit: answers of a small spread in z are those of a large one in y, and the other way round.</summary>
    [Theory]
    [InlineData(1e5f), InlineData(1e-5f)]
    public void Checks_NumbersThatAreNotLearnedYet_AreNotTakenForOneAnswer(float unit)
    {
        // rows that do not belong together: no luck at the start
        var findings = new Trainer(Regression.Model(), Regression.Options with { Checks = Check.All, Epochs = 30, Optimizer = new Sgd(1e-9) })
            .Fit(Regression.X, Regression.In(unit, 0, [.. Regression.Y.Reverse()])).Findings;

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

    private delegate void Look(in CheckPass pass);

    private sealed class Looks(Look look) : Check("MY001", CheckMoment.StepEnd)
    {
        public override void Examine(in CheckPass pass) => look(pass);
    }
}
