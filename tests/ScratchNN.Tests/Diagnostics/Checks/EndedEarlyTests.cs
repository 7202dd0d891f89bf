using System.Text;

namespace ScratchNN.Tests;

/// <summary>SNN022, and SNN015 where a schedule ends too soon: how a run ended.</summary>
public class EndedEarlyTests
{
    private static readonly TrainerOptions _options = new() { Epochs = 1, BatchSize = 60, Threads = 1 };

    [Fact]
    public void Fit_TenSteps_IsToldToTakeMore()
    {
        var finding = Run(_options).One("SNN022");

        Assert.StartsWith("Training ended after 10 steps, while the loss still fell: ", finding.Title, StringComparison.Ordinal);
        Assert.Equal("Use more epochs: a few thousand steps are usual, and 200 are few.", finding.Advice);
        Assert.Equal((Severity.Info, 10.0), (finding.Severity, finding.Evidence["steps"]));
    }

    [Fact]
    public void Fit_OneStepAnEpoch_IsToldToTakeSmallerBatches() =>
        Assert.Equal("Use smaller batches (now 600 of 600 rows, 1 step an epoch), or more epochs.", Run(_options with { Epochs = 30, BatchSize = 1000 })
            .One("SNN022").Advice);

    [Fact]
    public void Fit_FewStepsAreEnough_IsSilent() => Run(_options with { Epochs = 18, Optimizer = new Adam(0.05f) }).None("SNN022");

    [Fact]
    public void Fit_FewStepsOfFewRows_IsSilent()
    {
        var (x, y) = Blobs.Make();
        new Trainer(Blobs.Model(), _options).Fit(x, y).Findings.None("SNN022");
    }

    [Fact]
    public void Fit_StoppedWhileBothLossesFell_NamesMinimumImprovement()
    {
        var stopping = new EarlyStopping(2) { MinimumImprovement = 0.5 };

        var finding = Run(_options with { Epochs = 30, ValidationSplit = 0.3, Callbacks = [stopping], Optimizer = new Adam(0.002f) }).One("SNN022");

        Assert.StartsWith("EarlyStopping stopped training after epoch 3, while both losses still fell by", finding.Title, StringComparison.Ordinal);
        Assert.Equal("An epoch gains less than its MinimumImprovement of 0.5: set that to 0.", finding.Advice);
    }

    [Fact]
    public void Messages_AreApproved()
    {
        var text = new StringBuilder();
        foreach (var (name, options, code) in ((string, TrainerOptions, string)[])[
            ("ten steps", _options, "SNN022"),
            ("one step an epoch", _options with { Epochs = 30, BatchSize = 1000 }, "SNN022"),
            ("stopped while both losses fell",
                _options with { Epochs = 30, ValidationSplit = 0.3, Callbacks = [new EarlyStopping(2) { MinimumImprovement = 0.5 }],
                    Optimizer = new Adam(0.002f) }, "SNN022"),
            ("a schedule at 0", _options with { Epochs = 40, Schedule = new Until(12) }, "SNN015")])
            text.AppendLine($"-- {name}").AppendLine($"{Run(options).One(code)}");
        Snapshot.Verify(text.ToString());
    }

    [Fact]
    public void Fit_StoppedWhenNothingImproved_IsSilent()
    {
        var history = Train(_options with { Epochs = 400, ValidationSplit = 0.3, Callbacks = [new EarlyStopping(5)], Optimizer = new Adam(0.02f) });

        Assert.Equal(StopReason.StoppedEarly, history.StopReason);
        history.Findings.None("SNN022");
    }

    [Fact]
    public void Fit_ScheduleAtZero_IsBlamedAndNotTheGradient()
    {
        var findings = Run(_options with { Epochs = 40, Schedule = new Until(12) });

        Assert.StartsWith("The schedule has brought the learning rate from 0.001 to 0 at step 12 of 400: the other 388 steps change nothing.",
            findings[0].Title, StringComparison.Ordinal);
        Assert.Single(findings, finding => finding.Code == "SNN015");
    }

    [Fact]
    public void Fit_ScheduleThatEndsAtZeroOrRisesAgain_IsSilent()
    {
        Run(_options with { Epochs = 40, Schedule = new Until(400) }).None("SNN015");
        Run(_options with { Epochs = 40, Schedule = new WarmUp(50) }).None("SNN015");
        Run(_options with { Epochs = 40, Schedule = new Pause() }).None("SNN015");
    }

    private static IReadOnlyList<Finding> Run(TrainerOptions options) => Train(options).Findings;

    private static TrainingHistory Train(TrainerOptions options)
    {
        var (x, y) = Blobs.Make(count: 600);
        return new Trainer(Blobs.Model(), options).Fit(x, y);
    }

    private sealed class Until(int step) : LearningRateSchedule
    {
        public override double Factor(in SchedulePass pass) => Math.Max(0, 1 - ((double)pass.Step / step));
    }

    private sealed class Pause : LearningRateSchedule
    {
        public override double Factor(in SchedulePass pass) => pass.Step is > 50 and < 150 ? 0 : 1;
    }
}
