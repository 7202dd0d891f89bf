namespace ScratchNN.Tests;

/// <summary>What single columns of x and y tell: all, too little, or not what is meant.</summary>
public class ColumnTests
{
    private const int Count = 640, Features = 8;
    private static readonly TrainerOptions _options = new() { Epochs = 20, BatchSize = 32, Threads = 1, Optimizer = new Adam(0.01) };

    [Theory]
    [InlineData("label"), InlineData("a third of it, with noise"), InlineData("one-hot"), InlineData("row number")]
    public void Fit_TheLabelAmongTheInputs_IsTold_AndWithoutItTheModelIsHonest(string kind)
    {
        var (x, y) = Overlapping(2);
        float[] noise = Draw.Normal(Count, 5);
        if (kind == "row number") (x, y) = Sorted(x, y);
        float[,] leaked = With(x, kind == "one-hot" ? 4 : 1, (row, i) => kind switch
        {
            "label" => y[row],
            "one-hot" => y[row] == i ? 1 : 0,
            "row number" => row / (float)Count,
            _ => (y[row] / 3f) + (0.01f * noise[row]),
        });

        var history = Fit(leaked, y);
        var finding = history.Findings.One("SNN002");

        Assert.Equal(Severity.Info, finding.Severity);
        Assert.StartsWith(kind == "one-hot" ? "4 columns of x tell the class by themselves, column 8 first"
            : "Column 8 of x tells the class by itself", finding.Title, StringComparison.Ordinal);
        var honest = Fit(x, y);
        honest.Findings.None("SNN002");
        double promised = history.Epochs[^1].Accuracy!.Value, real = honest.Epochs[^1].Accuracy!.Value;
        Assert.True(kind == "row number" || (promised > 0.95 && real < 0.8), $"{promised}, {real}");
    }

    [Theory]
    [InlineData(float.NaN), InlineData(float.PositiveInfinity), InlineData(float.NegativeInfinity)]
    public void Fit_NotAFiniteNumber_IsAFinding_AndNoOtherCheckBreaks(float value)
    {
        var (x, y) = Overlapping(2);
        x[0, 3] = value;

        Assert.StartsWith("x holds ", new Trainer(Blobs.Model(), _options with { WhenBroken = WhenBroken.Stop })
            .Fit(x, [.. y.Select(label => label % 3)]).Findings[0].Title, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_ANumberAmongTheInputs_IsTold()
    {
        float[] numbers = Draw.Normal(3 * Count, 5),
            y = [.. Enumerable.Range(0, Count).Select(row => MathF.Sin(numbers[3 * row]) + (0.2f * numbers[(3 * row) + 2]))];
        float[,] x = new float[Count, 3];
        for (int row = 0; row < Count; row++) (x[row, 0], x[row, 1], x[row, 2]) = (numbers[3 * row], numbers[(3 * row) + 1], (2 * y[row]) - 1);

        Assert.StartsWith("Column 2 of x tells y by itself", Learn(x, y).One("SNN002").Title, StringComparison.Ordinal);
        for (int row = 0; row < Count; row++) x[row, 2] = numbers[(3 * row) + 1] - 1;
        Learn(x, y).None("SNN002");
    }

    [Fact]
    public void Fit_WhereItIsMeant_NothingIsSaidOfTellingColumns()
    {
        for (ulong seed = 1; seed <= 10; seed++)
        {
            var (x, y) = Blobs.Make(seed, Count, Features, 2);
            Fit(x, y).Findings.None("SNN002"); // far apart, in several columns
            // an autoencoder
            new Trainer(new Sequential(new Dense(8), new ReLU(), new Dense(Features)), _options with { Epochs = 1 }).Fit(x, x).Findings.None("SNN002");
        }
        float[,] series = new float[Count, 5], line = new float[Count, 1];
        float[] next = new float[Count];
        for (int row = 0; row < Count; row++)
        {
            for (int i = 0; i < 5; i++) series[row, i] = (row + i) / 300f;
            (line[row, 0], next[row]) = (row / 300f, (row + 5) / 300f);
        }
        Learn(series, next).None("SNN002"); // each column tells all
        Learn(line, next).None("SNN002");   // there is but one
    }

    [Fact]
    public void Fit_SecondsSince1970_AreTooCoarse_AndSubtractedTheyAreNot()
    {
        double start = 1.6e9;
        float[,] x = new float[Count, 2], relative = new float[Count, 2];
        float[] y = new float[Count];
        for (int row = 0; row < Count; row++)
        {
            (x[row, 0], relative[row, 0], y[row]) = ((float)(start + row), row / 300f, MathF.Sin(row / 30f));
            x[row, 1] = relative[row, 1] = row % 7 / 7f;
        }

        var finding = Learn(x, y)[0];

        Assert.StartsWith("Column 0 of x has only 6 different values in 512 rows: near 1.6E+09, float32 numbers are 128 apart.", finding.Title,
            StringComparison.Ordinal);
        Assert.DoesNotContain(Learn(relative, y), other => other.Title.Contains("float32", StringComparison.Ordinal));
        for (int row = 0; row < Count; row++) x[row, 0] = 100_000 + (row % 6); // whole numbers keep their places
        Assert.DoesNotContain(Learn(x, y), other => other.Title.Contains("float32", StringComparison.Ordinal));
    }

    [Fact]
    public void Fit_ClassesAsNumbers_AreTold_CountsAreNot()
    {
        var (x, y) = Blobs.Make(2, Count, Features, 6);
        float[] counts = [.. Draw.Normal(Count, 3).Select(z => MathF.Floor(MathF.Exp(z + 1)))];

        var finding = Learn(x, Array.ConvertAll(y, label => (float)label)).One("SNN003");

        Assert.Equal(Severity.Info, finding.Severity);
        Assert.StartsWith("The targets are 6 whole numbers, 0 to 5, and one output learns them as numbers", finding.Title, StringComparison.Ordinal);
        Assert.StartsWith("For classes end the model in Dense(6) and pass y as int[].", finding.Advice, StringComparison.Ordinal);
        Assert.True(new Trainer(new Sequential(new Dense(16), new ReLU(), new Dense(6)), _options).Fit(x, y).Epochs[^1].Accuracy > 0.95);
        Learn(x, counts).None("SNN003");
    }

    [Fact]
    public void Fit_SkewedTargets_AreToldOfTheLogarithm()
    {
        float[] numbers = Draw.Normal(3 * Count, 5);
        float[,] x = new float[Count, 2];
        for (int row = 0; row < Count; row++) (x[row, 0], x[row, 1]) = (numbers[3 * row], numbers[(3 * row) + 1]);
        float[] logarithms = [.. Enumerable.Range(0, Count).Select(row => (1.5f * x[row, 0]) + x[row, 1])];

        Assert.StartsWith("The targets are skewed: half of them are below ", Learn(x, Array.ConvertAll(logarithms, MathF.Exp)).One("SNN002").Title,
            StringComparison.Ordinal);
        Learn(x, logarithms).None("SNN002");
        Learn(x, Array.ConvertAll(logarithms, value => 10 + value)).None("SNN002");
    }

    [Fact]
    public void Fit_ARandomWalk_IsComparedWithItsLastValue()
    {
        float[] steps = Draw.Normal(1010, 5), walk = new float[1010];
        for (int i = 1; i < walk.Length; i++) walk[i] = walk[i - 1] + (0.1f * steps[i]);
        float[] wave = [.. Enumerable.Range(0, 1010).Select(i => MathF.Sin(i / 3f) + (0.05f * steps[i]))];

        Assert.StartsWith("x holds windows of a series, and repeating their last value, column 9, does as well", Forecast(walk).One("SNN017").Title,
            StringComparison.Ordinal);
        Forecast(wave).None("SNN017");

        static IReadOnlyList<Finding> Forecast(float[] series)
        {
            float[,] x = new float[1000, 10];
            for (int row = 0; row < 1000; row++)
                for (int i = 0; i < 10; i++) x[row, i] = series[row + i];
            return Learn(x, series[10..]);
        }
    }

    [Fact]
    public void Fit_OneOutputOfTwoIsNotLearned_IsNamed()
    {
        float[] numbers = Draw.Normal(3 * Count, 5);
        float[,] x = new float[Count, 2], y = new float[Count, 2];
        for (int row = 0; row < Count; row++)
        {
            (x[row, 0], x[row, 1]) = (numbers[3 * row], numbers[(3 * row) + 1]);
            (y[row, 0], y[row, 1]) = (x[row, 0] + x[row, 1], numbers[(3 * row) + 2]);
        }

        var finding = new Trainer(new Sequential(new Dense(2)), _options).Fit(x, y).Findings.One("SNN017");

        Assert.StartsWith("Nothing is learned for output 1", finding.Title, StringComparison.Ordinal);
        for (int row = 0; row < Count; row++) y[row, 1] += x[row, 0];
        new Trainer(new Sequential(new Dense(2)), _options).Fit(x, y).Findings.None("SNN017");
    }

    private static TrainingHistory Fit(float[,] x, int[] y) =>
        new Trainer(new Sequential(new Dense(16), new ReLU(), new Dense(y.Max() + 1)), _options).Fit(x, y);

    private static IReadOnlyList<Finding> Learn(float[,] x, float[] y) =>
        new Trainer(new Sequential(new Dense(16), new ReLU(), new Dense(1)), _options).Fit(x, y).Findings;

    private static (float[,] X, int[] Y) Overlapping(ulong seed)
    {
        var (x, y) = Blobs.Make(seed, Count, Features, 4);
        float[] noise = Draw.Normal(Count * Features, seed + 50);
        for (int i = 0; i < noise.Length; i++) x[i / Features, i % Features] = (x[i / Features, i % Features] + (8 * noise[i])) / 8;
        return (x, y);
    }

    private static (float[,] X, int[] Y) Sorted(float[,] x, int[] y)
    {
        int[] order = [.. Enumerable.Range(0, Count).OrderBy(row => y[row])];
        return (With(new float[Count, 0], Features, (row, i) => x[order[row], i]), [.. order.Select(row => y[row])]);
    }

    private static float[,] With(float[,] x, int more, Func<int, int, float> value)
    {
        int width = x.GetLength(1);
        float[,] wider = new float[Count, width + more];
        for (int row = 0; row < Count; row++)
            for (int i = 0; i < width + more; i++) wider[row, i] = i < width ? x[row, i] : value(row, i - width);
        return wider;
    }
}
