namespace ScratchNN.PublicApi.Tests;

/// <summary>Checks of a user, written with what the package shows to everybody.</summary>
public class CheckTests
{
    private static readonly TrainerOptions _options = new() { Epochs = 3, BatchSize = 16, Optimizer = new Sgd(0.01f) };

    [Fact]
    public void Fit_UsersCheck_IsAskedAndReports()
    {
        var (x, y) = Data.Classes();
        List<Finding> told = [];

        var history = new Trainer(NewModel(),
            _options with { Checks = [.. Check.All, new LargeParameters(limit: 0.1f)], Callbacks = [Callback.EachFinding(told.Add)] }).Fit(x, y);

        var finding = Assert.Single(history.Findings, finding => finding is { Code: "MY001", Layer: "Dense(8) (layer 0)" });
        Assert.Equal(1, finding.Step);
        Assert.True(finding.Evidence["largest"] > 0.1);
        Assert.Null(finding.Link);
        Assert.Contains(finding, told);
        Assert.Contains($"{finding}", $"{history}", StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_UsersErrorBeforeTheStart_ThrowsBeforeAWeightIsTouched()
    {
        var (x, y) = Data.Classes();
        var model = NewModel();
        model.Build(x.GetLength(1));
        float[] before = model.Parameters.ToArray();

        var exception = Assert.Throws<TrainingException>(() => new Trainer(model, _options with { Checks = [new NoTraining()] }).Fit(x, y));

        Assert.Equal("MY002", Assert.Single(exception.Findings).Code);
        Assert.Contains("Training did not begin: MY002.", exception.Message, StringComparison.Ordinal);
        Assert.Equal(before, model.Parameters.ToArray());
        Assert.Equal(3, new Trainer(model, _options with { Checks = [new NoTraining()], WhenBroken = WhenBroken.Continue }).Fit(x, y).Epochs.Count);
    }

    [Fact]
    public void Fit_EveryMoment_ShowsTheLayers()
    {
        var (x, y) = Data.Classes();
        List<string> seen = [];
        Check[] checks = [new Recorder(CheckMoment.TrainingStart, seen), new Recorder(CheckMoment.StepEnd, seen), new Recorder(CheckMoment.EpochEnd, seen)];

        new Trainer(NewModel(), _options with { Epochs = 1, Checks = checks }).Fit(x, y);

        Assert.StartsWith("TrainingStart Dense(8) ReLU Dense(2)", seen[0], StringComparison.Ordinal);
        Assert.StartsWith("StepEnd Dense(8) ReLU Dense(2)", seen[1], StringComparison.Ordinal);
        Assert.StartsWith("EpochEnd Dense(8) ReLU Dense(2)", seen[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Checks_Null_IsRefused()
    {
        Assert.Throws<ArgumentNullException>(() => new TrainerOptions { Checks = null! });
        Assert.Throws<ArgumentNullException>(() => new TrainerOptions { Checks = [null!] });
        Assert.DoesNotContain(Check.All.Where(check => check.Code != "SNN013"), check => check.ToString().Contains("DeadUnits", StringComparison.Ordinal));
    }

    [Fact]
    public void Report_InShort_HasTheCodeOfTheCheck()
    {
        var (x, y) = Data.Classes();

        var history = new Trainer(NewModel(), _options with { Checks = [new Topology()] }).Fit(x, y);

        var finding = Assert.Single(history.Findings);
        Assert.Equal(("MY004", Severity.Info, "-1 0 1", "None.", "Dense(2) (layer 2)"),
            (finding.Code, finding.Severity, finding.Title, finding.Advice, finding.Layer));
    }

    /// <summary>What a Fit is like is followed for every check, not only for those that look at steps.</summary>
    [Fact]
    public void EpochEnd_NoOtherChecks_IsAskedAndKnowsWhetherTheModelLearns()
    {
        var (x, y) = Data.Classes();
        List<bool> learning = [];

        new Trainer(NewModel(), _options with { Epochs = 20, BatchSize = 1, Optimizer = new Sgd(1e-9f), Checks = [new Learning(learning)] }).Fit(x, y);

        Assert.True(learning.Count >= 5, $"It was asked {learning.Count} times.");
        Assert.False(learning[^1]);
    }

    private sealed class Learning(List<bool> seen) : Check("MY005", CheckMoment.EpochEnd)
    {
        public override void Examine(in CheckPass pass) => seen.Add(pass.IsLearning);
    }

    private static Sequential NewModel() => new(new Dense(8), new ReLU(), new Dense(2), new Softmax());

    private sealed class LargeParameters(float limit) : Check("MY001", CheckMoment.StepEnd)
    {
        public override void Examine(in CheckPass pass)
        {
            foreach (var layer in pass.Layers)
                foreach (float parameter in layer.Parameters)
                    if (parameter > limit)
                        pass.Report(new Finding
                        {
                            Code = Code,
                            Severity = Severity.Warning,
                            Title = $"{layer.Name} has a parameter of {parameter}.",
                            Advice = "Lower the learning rate.",
                            Layer = layer.Name,
                            Evidence = new Dictionary<string, double> { ["largest"] = parameter },
                        });
        }
    }

    /// <summary>Who reads whose output; and that the outputs are those of the last layer at work.</summary>
    private sealed class Topology() : Check("MY004", CheckMoment.TrainingStart)
    {
        public override void Examine(in CheckPass pass)
        {
            string sources = "";
            foreach (var layer in pass.Layers) sources += $" {layer.Source}";
            Assert.True(pass.Outputs.SequenceEqual(pass.Layers[^1].Output));
            Assert.Equal(OutputKind.OneClass, pass.Meaning);
            Assert.Equal(pass.Rows.Length, pass.Weights.Length);
            Assert.Equal((Math.Log(2), 0), (pass.BaselineLoss, pass.FloorLoss), (a, b) => Math.Abs(a.Item1 - b.Item1) < 1e-6 && a.Item2 == b.Item2);
            pass.Report(Severity.Info, sources.Trim(), "None.", pass.Layers[^1].Name);
        }
    }

    private sealed class NoTraining() : Check("MY002", CheckMoment.TrainingStart)
    {
        public override void Examine(in CheckPass pass) => pass.Report(new Finding
        {
            Code = Code,
            Severity = Severity.Error,
            Title = "Not today.",
            Advice = "Come back tomorrow.",
        });
    }

    private sealed class Recorder(CheckMoment moment, List<string> seen) : Check("MY003", moment)
    {
        public override void Examine(in CheckPass pass)
        {
            string layers = "";
            foreach (var layer in pass.Layers)
            {
                layers += $" {layer.Layer}";
                Assert.Equal(pass.Rows.Length * layer.InputShape.Size, layer.Input.Length);
                Assert.Equal(pass.Rows.Length * layer.OutputShape.Size, layer.Output.Length);
                Assert.Equal(Moment == CheckMoment.EpochEnd ? 0 : layer.Parameters.Length, layer.Gradient.Length);
            }
            Assert.Equal(pass.Rows.Length, pass.Losses.Length);
            seen.Add($"{pass.Moment}{layers} {pass.Step}");
        }
    }
}
