namespace ScratchNN.Tests;

/// <summary>What callbacks hear, and in which order.</summary>
public sealed class CallbackTests
{
    [Fact]
    public void Fit_Callbacks_HearEveryMomentInTheOrderOfTheList()
    {
        var (x, y) = Blobs.Make(count: 10);
        var log = new List<string>();
        new Trainer(Blobs.Model(),
            new()
            {
                Epochs = 2, BatchSize = 5, ValidationSplit = 0.2, Checks = [new Telling(CheckMoment.TrainingStart), new Telling(CheckMoment.EpochEnd)],
                Callbacks = [new Log("a", log), new Log("b", log)]
            }).Fit(x, y);

        string[] moments =
        [
            "begin 0.0/2 of 2", "finding", "step 1.1/2 of 2", "step 1.2/2 of 2", "epoch 1.2/2 of 2, 1 with validation", "step 2.1/2 of 2", "step 2.2/2 of 2",
                "epoch 2.2/2 of 2, 2 with validation",
            "finding", "end Completed",
        ];
        Assert.Equal(moments.SelectMany(moment => (string[])[$"a {moment}", $"b {moment}"]), log);
    }

    [Fact]
    public void Fit_Again_BeginsWithZerosAndTheEpochsOfThisFit()
    {
        var (x, y) = Blobs.Make(count: 10);
        var seen = new List<(float, int, int)>();
        var trainer = new Trainer(Blobs.Model(), new() { Epochs = 2, Callbacks = [new Counting(seen)] });
        trainer.Fit(x, y);
        trainer.Fit(x, y);
        Assert.Equal([(1, 1, 1), (2, 2, 2), (1, 1, 3), (2, 2, 4)], seen);
    }

    [Fact]
    public void Fit_NegativeStateSize_ThrowsAndChangesNothing()
    {
        var (x, y) = Blobs.Make(count: 10);
        var model = Blobs.Model();
        var exception = Assert.Throws<InvalidOperationException>(() => new Trainer(model, new() { Callbacks = [new Acting { Size = -1 }] }).Fit(x, y));
        Assert.Equal("Acting has a StateSize of -1: it can't be negative.", exception.Message);
        Assert.False(model.IsBuilt);
        Assert.Throws<ArgumentNullException>("Callbacks", () => new TrainerOptions { Callbacks = [null!] });
    }

    [Theory]
    [InlineData("begin", 0, 0)]
    [InlineData("step 1", 0, 1)]
    [InlineData("step 2", 1, 2)] // the last of its epoch, which is completed
    [InlineData("step 3", 1, 3)]
    [InlineData("epoch 1", 1, 2)]
    [InlineData("epoch 5", 5, 10)]
    [InlineData("end", 5, 10)]
    public void Stop_AtAnyMoment_EndsAfterIt(string moment, int epochs, int steps)
    {
        var (x, y) = Blobs.Make(count: 10);
        long last = 0;
        var trainer = new Trainer(Blobs.Model(),
            new()
            {
                Epochs = 5, BatchSize = 5,
                Callbacks = [new Acting { Act = (string told, in CallbackPass pass) => { last = pass.Step.Step; if (told == moment) pass.Stop(); } }]
            });
        var history = trainer.Fit(x, y);

        Assert.Equal((moment == "end" ? StopReason.Completed : StopReason.StoppedEarly, epochs, steps), (history.StopReason, history.Epochs.Count, last));
    }

    [Fact]
    public void Epoch_BeforeTheFirst_ThrowsAndSaysWhereItIs()
    {
        var (x, y) = Blobs.Make(count: 10);
        var trainer = new Trainer(Blobs.Model(), new() { Callbacks = [new Acting { Act = (string _, in CallbackPass pass) => Assert.NotNull(pass.Epoch) }] });
        Assert.StartsWith("No epoch of this Fit is completed yet", Assert.Throws<InvalidOperationException>(() => trainer.Fit(x, y)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Pass_Everything_IsOfThisFit()
    {
        var (x, y) = Blobs.Make(count: 10);
        Trainer? trainer = null;
        bool isSeen = false;
        trainer = new Trainer(Blobs.Model(),
            new()
            {
                Epochs = 3,
                Callbacks = [
                    new Acting { Act = (string _, in CallbackPass pass) => isSeen = pass.Trainer == trainer && pass.Model == trainer!.Model
                        && pass.PlannedEpochs == 3 && pass.Elapsed > TimeSpan.Zero }]
            });
        trainer.Fit(x, y);
        Assert.True(isSeen);
    }

    [Fact]
    public void Each_Action_HearsOfItsMoment()
    {
        var (x, y) = Blobs.Make(count: 10);
        List<StepResult> steps = [];
        List<EpochResult> epochs = [];
        List<Finding> findings = [];
        var options = new TrainerOptions
        {
            Epochs = 2, Checks = [new Telling(CheckMoment.TrainingStart)],
            Callbacks = [Callback.EachStep(steps.Add), Callback.EachEpoch(epochs.Add), Callback.EachFinding(findings.Add)]
        };
        var history = new Trainer(Blobs.Model(), options).Fit(x, y);

        Assert.Equal(history.Epochs, epochs);
        Assert.Equal(history.Findings, findings);
        Assert.Equal([(1, 1), (2, 2)], steps.Select(step => ((int)step.Step, step.Epoch)));
        Assert.Equal([(epochs[0].Loss, epochs[0].Accuracy, epochs[0].LearningRate), (epochs[1].Loss, epochs[1].Accuracy, epochs[1].LearningRate)],
            steps.Select(step => (step.Loss, step.Accuracy, step.LearningRate)));
        Assert.Contains(", each step, each epoch, each finding, ", $"{options}", StringComparison.Ordinal);
        Assert.All((Action[])[() => Callback.EachStep(null!), () => Callback.EachEpoch(null!), () => Callback.EachFinding(null!)], make =>
            Assert.Throws<ArgumentNullException>("action", make));
    }

    [Fact]
    public void Fit_ChecksAndMetricsOfACallback_AreRun()
    {
        var (x, y) = Blobs.Make(count: 10);
        var trainer = new Trainer(Blobs.Model(),
            new() { Checks = [], Callbacks = [new Acting { Brought = new Telling(CheckMoment.TrainingStart), Wanted = Metric.MeanSquaredError }] });
        var history = trainer.Fit(x, y);
        Assert.Equal("MY001", Assert.Single(history.Findings).Code);
        Assert.True(history.Best(Metric.MeanSquaredError)!.Training[Metric.MeanSquaredError] > 0);
        Assert.Contains(trainer.Diagnose(x, y).Findings, finding => finding.Code == "MY001");
    }

    [Fact]
    public void Diagnose_Callbacks_HearNothing()
    {
        var (x, y) = Blobs.Make(count: 100);
        new Trainer(Blobs.Model(), new() { Callbacks = [new Acting { Act = (string _, in CallbackPass _) => Assert.Fail("heard") }] }).Diagnose(x, y);
    }

    private sealed class Log(string name, List<string> log) : Callback
    {
        public override void OnFitBegin(in CallbackPass pass) => Note("begin", pass);

        public override void OnStepEnd(in CallbackPass pass) => Note("step", pass);

        public override void OnEpochEnd(in CallbackPass pass) =>
            log.Add($"{name} epoch {Where(pass)}, {pass.Epochs.Length}{(pass.Epoch.Validation != null ? " with validation" : "")}");

        public override void OnFinding(in CallbackPass pass, Finding finding) => log.Add($"{name} finding");

        public override void OnFitEnd(in CallbackPass pass, TrainingHistory history) => log.Add($"{name} end {history.StopReason}");

        private void Note(string moment, in CallbackPass pass) => log.Add($"{name} {moment} {Where(pass)}");

        private static string Where(in CallbackPass pass) => $"{pass.Step.Epoch}.{pass.Step.StepInEpoch}/{pass.Step.StepsPerEpoch} of {pass.PlannedEpochs}";
    }

    private sealed class Counting(List<(float, int, int)> seen) : Callback
    {
        public override int StateSize(Model model) => model.Parameters.Length > 0 ? 1 : 0; // built already

        public override void OnEpochEnd(in CallbackPass pass) => seen.Add((++pass.State[0], pass.Epochs.Length, pass.Epoch.Epoch));
    }

    private sealed class Telling(CheckMoment moment) : Check("MY001", moment)
    {
        public override void Examine(in CheckPass pass) =>
            pass.Report(new Finding { Code = Code, Severity = Severity.Info, Title = $"{Moment}.", Advice = "None.", Layer = $"{Moment}" });
    }
}
