namespace ScratchNN.Tests;

/// <summary>Nobody is told that the rows of x and y do not belong together, unless near rows of x have no more in common than any.</summary>
public class NeighbourAgreementTests
{
    private const int Count = 640;
    private static readonly TrainerOptions _options = new() { Epochs = 40, BatchSize = 20, Threads = 1, Optimizer = new Adam(0.01f) };

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3)]
    public void Fit_RateThatLearnsNothing_RulesTheOrderOut(ulong seed)
    {
        var (x, y) = Blobs.Make(seed, Count);

        var finding = new Trainer(new Sequential(new Dense(Blobs.Classes) { Initialization = Initialization.Zeros }),
            _options with { Optimizer = new Sgd(1e-9), Seed = seed }).Fit(x, y).Findings.One("SNN017");

        Assert.DoesNotContain("belong together", finding.Advice, StringComparison.Ordinal);
        Assert.Contains(finding.RuledOut, text => text.StartsWith("rows of x and y in different orders: ", StringComparison.Ordinal)
            && text.Contains(" of 512 rows have the class of their nearest neighbour", StringComparison.Ordinal));
        Assert.True(finding.Evidence["neighbours"] > 6);
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(3)]
    public void Fit_LabelsInAnotherOrder_NamesBothReadings_AndTheOrderCures(ulong seed)
    {
        var (x, y) = Blobs.Make(seed, Count);
        int[] shuffled = [.. y];
        new RandomStream(seed, 7).Shuffle(shuffled.AsSpan());
        var model = new Sequential(new Dense(Blobs.Classes));

        var finding = new Trainer(model, _options with { Seed = seed }).Fit(x, shuffled).Findings.One("SNN017");

        Assert.EndsWith("rows, these columns show no relation to y. Either other columns are needed, or the rows of x and y do not belong together.",
            finding.Advice, StringComparison.Ordinal);
        Assert.InRange(finding.Evidence["neighbours"], -3, 3);
        Assert.True(new Trainer(new Sequential(new Dense(Blobs.Classes)), _options with { Seed = seed }).Fit(x, y).Epochs[^1].Accuracy > 0.8);
    }

    [Fact]
    public void Fit_NothingInX_IsNotBlamedOnTheSizesOfClasses()
    {
        float[] shares = [0.48f, 0.72f, 0.88f, 0.96f, 1];
        var random = new RandomStream(5, 5);
        float[,] x = new float[Count, 6];
        int[] y = new int[Count];
        for (int row = 0; row < Count; row++)
        {
            for (int i = 0; i < 6; i++) x[row, i] = (2 * random.NextSingle()) - 1;
            float u = random.NextSingle();
            y[row] = Array.FindIndex(shares, share => u < share);
        }

        var findings = new Trainer(new Sequential(new Dense(5)), _options with { Optimizer = new Sgd(0.01) }).Fit(x, y).Findings;

        var finding = findings.One("SNN017");
        Assert.DoesNotContain("SNN002", finding.Advice, StringComparison.Ordinal);
        Assert.Contains("no relation to y", finding.Advice, StringComparison.Ordinal);
        Assert.DoesNotContain(findings, other => other is { Code: "SNN012", Severity: Severity.Error });
    }

    [Theory]
    [InlineData(1f, true)]
    [InlineData(0f, false)]
    public void Fit_Numbers_AreComparedByRank(float slope, bool tells)
    {
        float[] numbers = Draw.Normal(Count * 3, 11);
        float[,] x = new float[Count, 2];
        float[][] y = new float[Count][];
        for (int row = 0; row < Count; row++)
        {
            (x[row, 0], x[row, 1]) = (numbers[3 * row], numbers[(3 * row) + 1]);
            y[row] = [(slope * x[row, 0]) + (0.2f * numbers[(3 * row) + 2])];
        }
        y[7][0] = 1e6f; // one far out decides a correlation, not that of ranks

        var finding = new Trainer(new Sequential(new Dense(8), new ReLU(), new Dense(1)), _options with { Optimizer = new Sgd(1e-9) })
            .Fit(x, y).Findings.One("SNN017");

        Assert.Equal(tells,
            finding.RuledOut.Any(text => text.StartsWith("rows of x and y in different orders: the targets of 512 rows", StringComparison.Ordinal)));
        Assert.Equal(tells, finding.Evidence["neighbours"] > 3);
    }
}
