namespace ScratchNN.Tests;

public class DataProfileTests
{
    [Fact]
    public void Of_Samples_IsWhatTheyAre()
    {
        var profile = DataProfile.Of([[1, 0, -5], [3, 0, 0], [5, 0, 5], [7, 0, 0]]);

        Assert.Equal(4, profile.Count);
        Assert.Equal([1, 0, -5], profile.Minimum);
        Assert.Equal([7, 0, 5], profile.Maximum);
        Assert.Equal([4, 0, 0], profile.Mean);
        Assert.Equal([MathF.Sqrt(5), 0, MathF.Sqrt(12.5f)], profile.Deviation);
        Assert.Equal([0, 1, 0.5f], profile.ShareOfZeros);
    }

    /// <summary>Far from 0, squares would cancel.</summary>
    [Fact]
    public void Of_ManyRowsFarFromZero_IsExact()
    {
        const int Rows = 10_000;
        float[,] x = new float[Rows, 5];
        float[] noise = Draw.Normal(Rows * 5, 7);
        for (int i = 0; i < noise.Length; i++)
            x[i / 5, i % 5] = (i % 5) switch { 0 => 1e6f + noise[i], 1 => i < 5 ? -1e7f : noise[i], 2 => 0.1f, 3 => i / 5f, _ => noise[i] };

        var profile = DataProfile.Of(x);

        for (int column = 0; column < 5; column++)
        {
            double[] values = [.. Enumerable.Range(0, Rows).Select(row => (double)x[row, column])];
            double mean = values.Average(), deviation = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
            Assert.Equal(mean, profile.Mean[column], 1e-6 * (deviation + Math.Abs(mean)));
            Assert.Equal(deviation, profile.Deviation[column], 1e-3 * (deviation + 1e-12));
        }
    }

    [Fact]
    public void Of_NothingOrBadNumbers_Throws()
    {
        Assert.Contains("At least one sample", Assert.Throws<ArgumentException>(() => DataProfile.Of(new float[0, 3])).Message);
        Assert.StartsWith("x holds NaN in row 1, column 0:", Assert.Throws<ArgumentException>(() => DataProfile.Of([[1, 2], [float.NaN, 3]])).Message,
            StringComparison.Ordinal);
        Assert.Contains("too large", Assert.Throws<ArgumentException>(() => DataProfile.Of([[1e30f], [2e30f]])).Message);
    }

    [Fact]
    public void Fit_AnyNumberOfThreads_NotesTheProfileOfTheTrainingRows()
    {
        var (x, y) = Blobs.Make(count: 700, features: 300);
        foreach (int threads in (int[])[1, 2, 5])
            foreach (float[][]? jagged in (float[][]?[])[null, [.. Enumerable.Range(0, 700).Select(row => ((Samples)x)[row].ToArray())]])
            {
                var model = Blobs.Model();
                new Trainer(model, new() { Epochs = 1, Threads = threads }).Fit(jagged ?? (Samples)x, y);
                AssertSame(DataProfile.Of(x), model.Info.Profile!);
            }
        var split = Blobs.Model();
        new Trainer(split, new() { Epochs = 1, ValidationSplit = 0.3 }).Fit(x, y);
        Assert.Equal(490, split.Info.Profile!.Count);
    }

    [Fact]
    public void Fit_Info_DecidesWhetherThereIsAProfile()
    {
        var (x, y) = Blobs.Make();
        Assert.NotNull(Fitted(Dataset.From(x, y)).Info.Profile);
        Assert.NotNull(
            Fitted(Dataset.From(x, y, info: new DataInfo { FeatureNames = ["a", "b", "c", "d"] })).Info is { Profile: { } profile, FeatureNames: not null }
            ? profile : null);
        Assert.Null(Fitted(Dataset.From(x, y, info: DataInfo.None)).Info.Profile);
        AssertSame(DataProfile.Of(x), Fitted(new OnDemand(Dataset.From(x, y))).Info.Profile!);
        Assert.Null(Fitted(new OnDemand(Dataset.From(x, y)), new() { Epochs = 1, Checks = [] }).Info.Profile);

        var wide = new Sequential(new Dense(1));
        new Trainer(wide, new() { Epochs = 1 }).Fit(new float[4, 65_537], [0f, 1f, 0.5f, 0]);
        Assert.Null(wide.Info.Profile);
    }

    [Fact]
    public void Fit_ASecondTime_LeavesTheProfile()
    {
        var (x, y) = Blobs.Make();
        var model = Fitted(Dataset.From(x, y));
        var profile = model.Info.Profile;

        new Trainer(model, new() { Epochs = 1 }).Fit(Blobs.Make(seed: 9).X, y);

        Assert.Same(profile, model.Info.Profile);
    }

    [Fact]
    public void Fit_ThatFails_LeavesTheModelWithoutOne()
    {
        var (x, y) = Blobs.Make();
        x[7, 2] = float.NaN;
        var model = Blobs.Model();
        Assert.Throws<TrainingException>(() => new Trainer(model).Fit(x, y));
        Assert.Null(model.Info.Profile);
    }

    private static Sequential Fitted(IDataset data, TrainerOptions? options = null)
    {
        var model = Blobs.Model();
        new Trainer(model, options ?? new() { Epochs = 1 }).Fit(data);
        return model;
    }

    private static void AssertSame(DataProfile expected, DataProfile actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        foreach (
            var column in (Func<DataProfile, IReadOnlyList<float>>[])[profile => profile.Minimum, profile => profile.Maximum, profile =>
                profile.Mean, profile => profile.Deviation, profile => profile.ShareOfZeros])
            Assert.Equal(Bits.Of([.. column(expected)]), Bits.Of([.. column(actual)]));
    }
}
