namespace ScratchNN.Tests;

/// <summary>SNN017's trial of learning rates: what it advises, and when it rules the rate out.</summary>
public class RateTestTests
{
    private static readonly TrainerOptions _options = new() { Epochs = 30, BatchSize = 20, Threads = 1 };

    [Fact]
    public void Fit_RateThatKilledTheWeights_TriesOthersFromNewOnes()
    {
        var finding = Run(Blobs.Model(), _options with { Optimizer = new Adam(30) }).One("SNN017");

        Assert.Contains("ry the learning rate", finding.Advice, StringComparison.Ordinal);
        Assert.InRange(finding.Evidence["best rate"], 1e-3, 3);
        Assert.DoesNotContain(finding.RuledOut, cause => cause.StartsWith("the learning rate", StringComparison.Ordinal));
    }

    [Fact]
    public void Fit_WeightsThatAreDead_BlamesThemAndNotTheRate()
    {
        var model = Blobs.Model();
        model.Build(Blobs.Features);
        model.Parameter("0.bias").Fill(-100);

        var finding = Run(model, _options with { Optimizer = new Adam(0.01f) }).One("SNN017");

        Assert.Contains("The weights are the problem: build a new model, with another seed.", finding.Advice, StringComparison.Ordinal);
        Assert.Equal("SNN013", finding.FollowsFrom);
    }

    [Fact]
    public void Fit_ShuffledLabels_RulesTheRateOut()
    {
        var finding = Run(new Sequential(new Dense(Blobs.Classes)), _options with { Epochs = 40, Optimizer = new Adam(0.01f) }, y =>
            new RandomStream(7, 7).Shuffle(y.AsSpan())).One("SNN017");

        Assert.StartsWith("the learning rate: from 1E-05 to 10 none gains more than noise in 200 steps on a clone, from these weights or new ones",
            finding.RuledOut[0], StringComparison.Ordinal);
        Assert.DoesNotContain("Try", finding.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Diagnose_TrainedModel_FindsTheRateForANewOne()
    {
        var (x, y) = Blobs.Make();
        var trainer = new Trainer(Blobs.Model(), _options);
        trainer.Fit(x, y);

        Assert.InRange(trainer.Diagnose(x, y).BestRate, 1e-3, 1);
    }

    private static IReadOnlyList<Finding> Run(Model model, TrainerOptions options, Action<int[]>? change = null)
    {
        var (x, y) = Blobs.Make(count: 640);
        change?.Invoke(y);
        return new Trainer(model, options).Fit(x, y).Findings;
    }
}
