namespace ScratchNN.Tests;

public class PermutationImportanceTests
{
    private const int Rows = 300;

    /// <summary>y = 3·x₀ + x₁, and x₂ tells nothing: a linear model's R² falls by 2·wᵢ²·Var(xᵢ) / Var(y) where xᵢ is shuffled.</summary>
    [Fact]
    public void Of_LinearModel_IsTheShareOfEachColumn()
    {
        var (model, x, y) = Linear();
        var importance = PermutationImportance.Of(model, x, y, repeats: 20);

        Assert.Equal("R2", importance.Measure);
        Assert.Equal(1, importance.Baseline, 1e-5);
        Assert.Equal(["feature 0", "feature 1", "feature 2"], importance.Columns.Select(column => column.Name));
        Assert.Equal(2 * 9 / 10.0, importance.Columns[0].Mean, 0.15); // two columns of variance 1
        Assert.Equal(2 * 1 / 10.0, importance.Columns[1].Mean, 0.05);
        Assert.Equal(0, importance.Columns[2].Mean);
        Assert.Equal(0, importance.Columns[2].Deviation);
        Assert.Equal(20, importance.Columns[0].Values.Count);
        Assert.InRange(importance.Columns[0].Deviation, 0.005, 0.3);
    }

    /// <summary>The values of a loop by hand.</summary>
    [Fact]
    public void Of_IsALoopByHand()
    {
        var (model, x, y) = Linear();
        int[] order = [.. Enumerable.Range(0, Rows)];
        new RandomStream(7, RandomStreams.Permutation(1, 2)).Shuffle(order);
        float[,] shuffled = (float[,])x.Clone();
        for (int row = 0; row < Rows; row++) shuffled[row, 1] = x[order[row], 1];

        var expected = model.Evaluate(shuffled, y).Loss - model.Evaluate(x, y).Loss;
        Assert.Equal(expected, PermutationImportance.Of(model, x, y, by: Goal.Loss, repeats: 3, seed: 7).Columns[1].Values[2]);
        Assert.Equal(expected, PermutationImportance.Of(model, new OnDemand(Dataset.From(x, y)), Goal.Loss, repeats: 3, seed: 7).Columns[1].Values[2]);
    }

    [Fact]
    public void Of_AnyThreadsAndRepeats_IsTheSame()
    {
        var (model, x, y) = Linear();
        var (one, again) = (PermutationImportance.Of(model, x, y, repeats: 2, seed: 3), PermutationImportance.Of(model, x, y, repeats: 4, seed: 3));
        model.Threads = 1;
        Assert.Equal(one.Columns.SelectMany(column => column.Values),
            PermutationImportance.Of(model, x, y, repeats: 2, seed: 3).Columns.SelectMany(column => column.Values));
        Assert.Equal(one.Columns[0].Values, again.Columns[0].Values.Take(2));
        Assert.NotEqual(one.Columns[0].Values, PermutationImportance.Of(model, x, y, repeats: 2, seed: 4).Columns[0].Values);
    }

    [Fact]
    public void Of_Classes_IsByAccuracyUnlessAsked()
    {
        var (x, y) = Blobs.Make();
        var model = Blobs.Model();
        new Trainer(model, new() { Optimizer = new Adam(0.01) }).Fit(x, y);

        Assert.Equal("accuracy", PermutationImportance.Of(model, x, y).Measure);
        var byF1 = PermutationImportance.Of(model, x, y, Metric.F1());
        Assert.Equal(model.Evaluate(x, y, Metric.F1())[Metric.F1()], byF1.Baseline);
        Assert.True(byF1.Columns.Max(column => column.Mean) > 0.05);
        Assert.Throws<ArgumentException>(() => PermutationImportance.Of(model, x, y, new NoClasses()));
    }

    /// <summary>Columns of one name, as the numbers of a date, are one; the names of the data come before the model's.</summary>
    [Fact]
    public void Of_NamedColumns_AreShuffledTogether()
    {
        var (model, x, y) = Linear();
        model.Info = new DataInfo { FeatureNames = ["day", "day", "noise"] };
        var importance = PermutationImportance.Of(model, x, y, repeats: 20);

        Assert.Equal(["day", "noise"], importance.Columns.Select(column => column.Name));
        Assert.Equal([0, 1], importance.Columns[0].Features);
        Assert.Equal(2, importance.Columns[0].Mean, 0.15); // all of the variance, twice
        var named = Dataset.From(x, y, info: new() { FeatureNames = ["a", "b", "c"] });
        Assert.Equal(["a", "b", "c"], PermutationImportance.Of(model, named).Columns.Select(column => column.Name));
        string[] lines = importance.ToString().ReplaceLineEndings("\n").Split('\n');
        Assert.Equal("R2 1; importance is how much worse it is with the column shuffled", lines[0]);
        Assert.StartsWith("column  importance  deviation", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("day", lines[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new[] { 2, 3 }, 6, "pixel [1, 2]")]
    [InlineData(new[] { 2, 3, 4 }, 6, "pixel [1, 2]")]
    [InlineData(new[] { 2, 3, 2, 2 }, 12, "place [1, 2, 1]")]
    public void Of_Images_SaysPixels(int[] shape, int columns, string last)
    {
        var input = new Shape(shape);
        var model = new Sequential(new Flatten(), new Dense(2));
        model.Build(input);
        float[] x = new float[10 * input.Size];
        new RandomStream(1, 1).FillUniform(x, 0, 1);
        var importance = PermutationImportance.Of(model, new Samples(x, input), [0, 1, 0, 1, 0, 1, 0, 1, 0, 1], Goal.Loss, repeats: 1);

        Assert.Equal(columns, importance.Columns.Count);
        Assert.Equal(last, importance.Columns[^1].Name);
        Assert.Equal(Enumerable.Range(0, input.Size), importance.Columns.SelectMany(column => column.Features));
    }

    [Fact]
    public void Of_BadInput_SaysWhy()
    {
        var (model, x, y) = Linear();
        Assert.StartsWith("There is 1 sample: a column of one value cannot be shuffled.",
            Assert.Throws<ArgumentException>("data", () => PermutationImportance.Of(model, [[1, 2, 3]], [1f])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>("repeats", () => PermutationImportance.Of(model, x, y, repeats: 0));
        Assert.Throws<ArgumentNullException>("model", () => PermutationImportance.Of(null!, x, y));
        Assert.Throws<ArgumentNullException>("data", () => PermutationImportance.Of(model, null!));
        Assert.Throws<InvalidOperationException>(() => PermutationImportance.Of(new Sequential(new Dense(1)), x, y));
        Assert.Throws<ArgumentException>(() => PermutationImportance.Of(model, new float[5, 2], new float[5]));
        Assert.Throws<ArgumentException>(() => PermutationImportance.Of(model, x, y, Metric.Accuracy));
        x[3, 1] = float.NaN;
        Assert.Throws<ArgumentException>(() => PermutationImportance.Of(model, x, y));
        using var source = new CancellationTokenSource();
        source.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => PermutationImportance.Of(model, new float[5, 3], new float[5], cancellationToken: source.Token));
    }

    private static (Model Model, float[,] X, float[] Y) Linear()
    {
        var random = new RandomStream(5, 5);
        float[] values = new float[3 * Rows];
        random.FillNormal(values, 1);
        float[,] x = new float[Rows, 3];
        float[] y = new float[Rows];
        for (int row = 0; row < Rows; row++)
        {
            for (int i = 0; i < 3; i++) x[row, i] = values[(row * 3) + i];
            y[row] = (3 * x[row, 0]) + x[row, 1];
        }
        var model = new Sequential(new Dense(3, 1));
        model.Build(3);
        ((float[])[3, 1, 0, 0]).CopyTo(model.Parameters);
        return (model, x, y);
    }

    private sealed class NoClasses() : Metric("none")
    {
        public override double Compute(in MetricPass pass) => throw new ArgumentException("none");
    }
}
