namespace ScratchNN.Tests;

/// <summary>A loop of short Fits is judged as one Fit: none of them alone has steps enough.</summary>
public class FitChainTests
{
    private static readonly TrainerOptions _options = new() { Epochs = 1, BatchSize = 20, Threads = 1, Optimizer = new Sgd(1e-8f) };

    [Fact]
    public void Fit_OneEpochInALoop_IsToldOfTheRate()
    {
        var (x, y) = Blobs.Make();
        var trainer = new Trainer(Blobs.Model(), _options);
        List<string> told = [];
        var histories = Enumerable.Range(0, 25).Select(_ => trainer.Fit(x, y)).ToList(); // 15 steps each

        histories[10].Findings.None("SNN015");
        Assert.Contains("A step changes the weights by", histories[^1].Findings.One("SNN015").Title, StringComparison.Ordinal);
        histories[^1].Findings.One("SNN017");
    }

    [Fact]
    public void Fit_OneEpochInALoop_CallbacksHearOfAFindingOnce()
    {
        var (x, y) = Blobs.Make();
        List<Finding> told = [];
        var trainer = new Trainer(Blobs.Model(), _options with { Callbacks = [Callback.EachFinding(told.Add)] });

        for (int i = 0; i < 40; i++) trainer.Fit(x, y);

        Assert.Single(told, finding => finding.Code == "SNN017");
    }

    [Fact]
    public void Fit_OneEpochInALoop_ThatLearns_IsSilent()
    {
        var (x, y) = Blobs.Make();
        var trainer = new Trainer(Blobs.Model(), _options with { Optimizer = new Adam(0.01f) });
        for (int i = 0; i < 39; i++) trainer.Fit(x, y);

        Assert.Empty(trainer.Fit(x, y).Findings);
    }

    [Fact]
    public void Fit_OtherData_IsInDoubtAgain()
    {
        var (x, y) = Blobs.Make();
        var trainer = new Trainer(Blobs.Model(), _options);
        for (int i = 0; i < 25; i++) trainer.Fit(x, y);
        var (others, labels) = Blobs.Make(count: 280);

        Assert.DoesNotContain(trainer.Fit(others, labels).Findings, finding => finding.Severity > Severity.Info);
    }
}
