namespace ScratchNN.Tests;

/// <summary>SNN015 at the end of a short Fit: steps so large that most of the loss is left.</summary>
public class LostStepsTests
{
    private static readonly TrainerOptions _options = new() { Epochs = 10, BatchSize = 64, Threads = 1 };

    [Theory]
    [InlineData(2, 3)]
    [InlineData(6, 3)]
    public void Fit_SeventyStepsThatAreFarTooLarge_NamesTheRateAndALowerOneThatLearns(ulong seed, float rate)
    {
        var (x, y) = Blobs.Make(seed, count: 400);
        var history = new Trainer(Blobs.Model(), _options with { Optimizer = new Sgd(rate) }).Fit(x, y);
        Assert.True(history.Epochs[^1].Accuracy < 0.8, $"{history}");

        var finding = Assert.Single(history.Findings, finding => finding.Tensor == "learning rate");
        Assert.StartsWith("The steps are too large: the loss is ", finding.Title, StringComparison.Ordinal);
        var lower = new Trainer(Blobs.Model(), _options with { Optimizer = new Sgd((float)finding.Evidence["best rate"]) }).Fit(x, y);
        Assert.True(lower.Epochs[^1].Accuracy > 0.95, $"{lower}");
    }

    [Theory]
    [InlineData(0.01f)]
    [InlineData(0.1f)]
    [InlineData(1)]
    public void Fit_ShuffledLabels_DoesNotBlameTheRate(float rate)
    {
        var (x, y) = Blobs.Make(count: 400);
        new RandomStream(7, 7).Shuffle(y.AsSpan());
        Assert.DoesNotContain(new Trainer(Blobs.Model(), _options with { Optimizer = new Sgd(rate) }).Fit(x, y).Findings, finding => finding.Code == "SNN015");
    }

    [Fact]
    public void Fit_FewStepsOfAGoodRate_DoesNotBlameIt()
    {
        var (x, y) = Blobs.Make(count: 400);
        var history = new Trainer(Blobs.Model(), _options with { Epochs = 4 }).Fit(x, y);
        Assert.DoesNotContain(history.Findings, finding => finding.Code == "SNN015");
    }
}
