namespace ScratchNN.Tests;

public class DataSummaryTests
{
    private const int Rows = 16;

    [Fact]
    public void Of_TwentyMillionClasses_Ends() // squared, that would take hours
    {
        var data = Sources.Of(new Samples((float[])[1, 2, 3], 1), [0, 0, 7]);

        var summary = DataSummary.Of(data, [0, 1, 2], outputs: 20_000_000, classes: 20_000_000, new CrossEntropy(), classWeights: null, seed: 0, Workers.None);

        Assert.Equal(-((2 / 3.0 * Math.Log(2 / 3.0)) + (Math.Log(1 / 3.0) / 3)), summary.BaselineLoss, 1e-6);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Of_WideRows_TakesMemoryForThemAlone(bool isTarget)
    {
        const int Columns = 100_000;
        float[][] wide = [.. Enumerable.Range(0, Rows).Select(_ => new float[Columns])], narrow = [.. Enumerable.Range(0, Rows).Select(_ => new float[1])];
        int[] rows = [.. Enumerable.Range(0, Rows)];

        long bytes = Allocations.Of(() =>
            DataSummary.Of(Sources.Of(isTarget ? narrow : wide, isTarget ? wide : (Samples)narrow), rows, outputs: isTarget ? Columns
                : 1, classes: 0, new MeanSquaredError(), classWeights: null, seed: 0, Workers.None));

        Assert.InRange(bytes, 0, 3 * Rows * Columns * sizeof(float));
    }

    [Theory]
    [InlineData(1e10f)]
    [InlineData(1e19f)]
    [InlineData(1e30f)]
    public void Fit_LargeNumbers_AreFoundHoweverLarge(float factor)
    {
        float[,] x = Blobs.Make().X;
        float[] numbers = [.. Enumerable.Range(0, Blobs.Count).Select(row => factor * (1 + (row % 7)))];
        float[,] large = new float[Blobs.Count, 1];
        for (int row = 0; row < Blobs.Count; row++) large[row, 0] = numbers[row];
        var options = Doctor.Watching with { Epochs = 1, Optimizer = new Sgd(1e-38f) };

        Assert.Contains(new Trainer(new Sequential(new Dense(2)), options).Fit(large, [.. numbers.Select(number => number > 3 * factor ? 1 : 0)]).Findings,
            finding => finding is { Code: "SNN002", Tensor: "x" });
        Assert.Contains(new Trainer(new Sequential(new Dense(1)), options with { Loss = new RawSquaredError() }).Fit(x, numbers).Findings, finding =>
            finding is { Code: "SNN002", Tensor: "y" });
    }

    [Fact]
    public void Baseline_TargetsTimesAFactor_IsThatOfTheBestConstantAnswer() // every share of it costs as much as many times
    {
        float[] targets = [255, 0, 0, 255, 255, 0];

        var summary = DataSummary.Of(Sources.Of(new Samples((float[])[1, 2, 3], 1), new Samples(targets, 2)), [0, 1, 2], outputs: 2, classes: 0,
            new CrossEntropy(), classWeights: null, seed: 0, Workers.None);

        Assert.Equal(-255 * ((2 / 3.0 * Math.Log(2 / 3.0)) + (Math.Log(1 / 3.0) / 3)), summary.BaselineLoss, 1e-3);
    }

    [Fact]
    public void Baseline_Weights_AreThoseOfSamplesTimesThoseOfTheirClasses()
    {
        int[] labels = [0, 0, 0, 1];
        float[] x = [1, 2, 3, 4], weights = [1, 1, 2, 2];

        double shared = Baseline(outputs: 2, new CrossEntropy(), [1, 2]), numbers = Baseline(outputs: 1, new MeanSquaredError(), [1, 2]);

        Assert.Equal(Math.Log(2), shared, 1e-6); // 4 of 8 each
        Assert.Equal(0.25, numbers, 1e-6);
        Assert.Equal(2 / 9.0, Baseline(outputs: 1, new MeanSquaredError(), null), 1e-6);

        double Baseline(int outputs, Loss loss, float[]? classWeights) =>
            DataSummary.Of(new RowSource(new SampleSpan(x, 1), labels, weights), [0, 1, 2, 3], outputs, outputs > 1 ? outputs
                : 0, loss, classWeights, seed: 0, Workers.None).BaselineLoss;
    }

    [Fact]
    public void Baseline_AHundredThousandLabels_CountsThemAll()
    {
        const int Many = 100_000;
        int[] labels = [.. Enumerable.Range(0, Many).Select(row => row % 10)], rows = [.. Enumerable.Range(0, Many)];
        var data = Sources.Of(new Samples(new float[Many], 1), labels);

        var summary = DataSummary.Of(data, rows, outputs: 10, classes: 10, new CrossEntropy(), classWeights: null, seed: 0, Workers.None);

        Assert.Equal([.. Enumerable.Repeat(Many / 10, 10)], summary.ClassCounts);
        Assert.Equal(Math.Log(10), summary.BaselineLoss, 1e-6);
        Assert.Equal(0, summary.FloorLoss);
    }

    [Fact]
    public void Baseline_IgnoredLabels_AreOfNoClass()
    {
        int[] labels = [0, 0, -100, 1, -100, 0];
        float[] x = [1, 2, 3, 4, 5, 6];

        var summary = DataSummary.Of(Sources.Of(new Samples(x, 1), labels), [0, 1, 2, 3, 4, 5], outputs: 2, classes: 2,
            new CrossEntropy { IgnoredLabel = -100 }, classWeights: null, seed: 0, Workers.None);

        Assert.Equal([3, 1], summary.ClassCounts);
        Assert.Equal(-((0.75 * Math.Log(0.75)) + (0.25 * Math.Log(0.25))), summary.BaselineLoss, 1e-6);
        Assert.False(summary.IsSorted);
    }

    [Fact]
    public void ClassCounts_OfYesAndNo_AreCounted()
    {
        var summary = DataSummary.Of(Sources.Of(new Samples((float[])[1, 2, 3, 4], 1), [1, 0, 1, 1]), [0, 1, 2, 3], outputs: 1, classes: 2,
            new BinaryCrossEntropy(), classWeights: null, seed: 0, Workers.None);

        Assert.Equal([1, 3], summary.ClassCounts);
        Assert.Equal(-((0.75 * Math.Log(0.75)) + (0.25 * Math.Log(0.25))), summary.BaselineLoss, 1e-6);
    }
}
