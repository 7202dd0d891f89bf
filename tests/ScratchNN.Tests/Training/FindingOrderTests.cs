namespace ScratchNN.Tests;

/// <summary>In which order findings are, what a summary shows of them, and what is taken back.</summary>
public class FindingOrderTests
{
    [Fact]
    public void Findings_Symptom_IsBehindItsCauses()
    {
        var history = new TrainingHistory();
        history.Add(Of("SNN012", Severity.Error));
        history.Add(Of("SNN022", Severity.Info));
        history.Add(Of("SNN017", Severity.Warning));
        history.Add(Of("SNN013", Severity.Error));
        history.Add(Of("SNN002", Severity.Warning));

        Assert.Equal(["SNN013", "SNN002", "SNN017", "SNN012", "SNN022"], history.Findings.Select(finding => finding.Code));
    }

    [Fact]
    public void Findings_FollowsFrom_StandsBehindItsCauseWhateverItsSeverity()
    {
        var history = new TrainingHistory();
        history.Add(Of("SNN002", Severity.Warning));
        history.Add(Of("SNN010", Severity.Error) with { FollowsFrom = "SNN002" });

        Assert.Equal(["SNN002", "SNN010"], history.Findings.Select(finding => finding.Code));
        Assert.Contains("It follows from SNN002.", history.Findings[1].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Findings_CauseThatIsNotListed_IsNotCited()
    {
        var history = new TrainingHistory();
        List<Finding> told = [];
        history.Found = told.Add;
        history.Add(Of("SNN012", Severity.Error) with { FollowsFrom = "SNN013" });

        Assert.Null(Assert.Single(history.Findings).FollowsFrom);
        Assert.Null(Assert.Single(told).FollowsFrom);

        history.Add(Of("SNN013", Severity.Warning));

        Assert.Equal(["SNN013", "SNN012"], history.Findings.Select(finding => finding.Code));
        Assert.Equal("SNN013", history.Findings[1].FollowsFrom);
    }

    [Fact]
    public void TakeBackDoubts_CauseThatIsTakenBack_IsNoLongerCited()
    {
        var history = new TrainingHistory();
        history.Add(Of("SNN013", Severity.Warning), isDoubt: true);
        history.Add(Of("SNN014", Severity.Warning) with { FollowsFrom = "SNN013" });
        history.Add(Of("SNN012", Severity.Error) with { FollowsFrom = "SNN013" }, isDoubt: true);

        history.TakeBackDoubts();

        Assert.Null(Assert.Single(history.Findings).FollowsFrom);
        Assert.Equal(["SNN013", "SNN012"], history.TakenBack.Select(finding => finding.Code));
        Assert.Equal("SNN013", history.TakenBack[1].FollowsFrom); // which are read together
    }

    [Fact]
    public void Findings_ThatFollowFromEachOther_AreAllListed()
    {
        var history = new TrainingHistory();
        history.Add(Of("SNN013", Severity.Warning) with { FollowsFrom = "SNN014" });
        history.Add(Of("SNN014", Severity.Warning) with { FollowsFrom = "SNN013" });

        Assert.Equal(2, history.Findings.Count);
    }

    [Fact]
    public void Fit_FarTooLargeSteps_RateIsListedBeforeWhatItLeaves()
    {
        var (x, y) = Blobs.Make(count: 400);
        var model = new Sequential(new Dense(32), new ReLU(), new Dense(16), new ReLU(), new Dense(Blobs.Classes));

        var findings = new Trainer(model, new() { Epochs = 200, Optimizer = new Sgd(3), Threads = 1 }).Fit(x, y).Findings;

        Assert.Equal("SNN017", findings[0].Code);
        Assert.Null(findings[0].FollowsFrom);
        Assert.StartsWith("Build a new model and try the learning rate", findings[0].Advice, StringComparison.Ordinal);
        Assert.Contains(findings, finding => finding is { Code: "SNN015", Tensor: "parameters" }); // a layer that does not change
        Assert.All(findings.Skip(1), finding => Assert.Equal("SNN017", finding.FollowsFrom));
        Assert.DoesNotContain(findings, finding => finding.Advice.Contains("raise the learning rate", StringComparison.Ordinal));
    }

    [Fact]
    public void ToString_ManyFindings_ShowsThreeAndTheCodesOfTheRest()
    {
        var history = new TrainingHistory();
        foreach (string code in (string[])["SNN002", "SNN003", "SNN004", "SNN014", "SNN016"]) history.Add(Of(code, Severity.Warning));

        Assert.EndsWith("2 more in Findings: SNN014, SNN016.", history.ToString(), StringComparison.Ordinal);
        Assert.Contains("SNN004 warning", history.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("SNN014 warning", history.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void TakeBackDoubts_WhatWasDoubtedIsGone_AndSaid()
    {
        var history = new TrainingHistory();
        history.Add(Of("SNN003", Severity.Warning));
        history.Add(Of("SNN017", Severity.Warning), isDoubt: true);

        history.TakeBackDoubts();

        Assert.Equal("SNN003", Assert.Single(history.Findings).Code);
        Assert.Equal("SNN017", Assert.Single(history.TakenBack).Code);
        Assert.EndsWith("Withdrawn, because the model learned in the end: SNN017.", history.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_PlateauAndThenAFall_TakesTheFindingBack()
    {
        List<Finding> told = [];
        var (x, y) = Blobs.Make();

        var history = new Trainer(Blobs.Model(),
            new() { Epochs = 80, BatchSize = 30, Threads = 1, Schedule = new Late(), Callbacks = [Callback.EachFinding(told.Add)] }).Fit(x, y);

        Assert.Contains(told, finding => finding.Code == "SNN017");
        Assert.Empty(history.Findings);
        Assert.Contains(history.TakenBack, finding => finding.Code == "SNN017");
    }

    /// <summary>A rate of 0 for 400 steps, as of a plateau.</summary>
    private sealed class Late : LearningRateSchedule
    {
        public override double Factor(in SchedulePass pass) => pass.Step < 400 ? 0 : 3;
    }

    private static Finding Of(string code, Severity severity) =>
        new() { Code = code, Severity = severity, Title = $"{code} happened.", Advice = "Do something.", Step = 1 };
}
