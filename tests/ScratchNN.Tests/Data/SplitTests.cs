using CsCheck;

namespace ScratchNN.Tests.Data;

/// <summary>The properties of scikit-learn's train_test_split, StratifiedShuffleSplit and GroupShuffleSplit, for any sizes.</summary>
public class SplitTests
{
    private static readonly Gen<double> _share = Gen.Double[0.02, 0.98];
    // label by label
    private static readonly Gen<int[]> _classes = Gen.Int[2, 40].Array[1, 8]
        .Select(counts => counts.SelectMany((count, label) => Enumerable.Repeat(label, count)).ToArray());

    [Fact]
    public void Split_Parts_AreTheRowsInOrder_EachOnce() => Gen.Select(Gen.Int[2, 200], _share, Gen.ULong).Sample((count, share, seed) =>
    {
        int held = (int)Math.Round(count * share);
        if (held == 0 || held == count) return;
        var fold = Rows(count).Split(share, seed);
        Assert.Equal(held, fold.Test.Count);
        RequireParts(fold, count);
        Assert.Equal(fold.TestRows, Rows(count).Split(Split.Random(share), seed).TestRows);
    }, iter: 200);

    [Fact]
    public void Split_BothParts_ReadTheRowsTheyName()
    {
        float[,] x = { { 0, 1 }, { 2, 3 }, { 4, 5 }, { 6, 7 } };
        var (train, test) = Dataset.From(x, (string[])["b", "a", "b", "a"], new float[] { 1, 2, 3, 4 }).Split(Split.Last(0.25));

        Require(test, [6, 7], [0], [4]);
        Require(train, [0, 1, 2, 3, 4, 5], [1, 0, 1], [1, 2, 3]);
        Assert.Equal(["a", "b"], train.Info!.ClassNames!);
        Assert.Same(train.Info, test.Info);

        static void Require(IDataset data, float[] x, int[] labels, float[] weights)
        {
            var read = Reading.All(data);
            Assert.Equal(x, read.X);
            Assert.Equal(labels, read.Labels);
            Assert.Equal(weights, read.Weights);
        }
    }

    /// <summary>A test set of a loop of your own and the validation rows of a Fit are the same.</summary>
    [Fact]
    public void Split_Random_IsTheValidationSplit()
    {
        var fold = Rows(100).Split(0.3, seed: 7);
        var options = new TrainerOptions { ValidationSplit = 0.3, Seed = 7 };
        Assert.Equal(fold.TestRows, RowSplit.Of(RowSource.OfTargets(new int[100]), 0, options).Validation);
        Assert.Equal("0.3", options.ValidationSplit.ToString());
    }

    [Fact]
    public void Split_Seed_DecidesRandomStratifiedAndGroups()
    {
        int[] labels = [.. Enumerable.Range(0, 120).Select(i => i % 3)], groups = [.. Enumerable.Range(0, 120).Select(i => i / 4)];
        foreach (var split in (Split[])[0.2, Split.Stratified(0.2), Split.ByGroup(0.2, groups)])
        {
            Assert.Equal(Labels(labels).Split(split, 1).TestRows, Labels(labels).Split(split, 1).TestRows);
            Assert.NotEqual(Labels(labels).Split(split, 1).TestRows, Labels(labels).Split(split, 2).TestRows);
        }
    }

    [Fact]
    public void Split_Stratified_HoldsOutTheShareOfEachClass() => Gen.Select(_classes, _share, Gen.ULong).Sample((labels, share, seed) =>
    {
        if (labels.Length * share < labels.Distinct().Count() || labels.Length * (1 - share) < labels.Distinct().Count()) return; // scikit-learn refuses
        new RandomStream(seed, 99).Shuffle(labels.AsSpan());
        var fold = Labels(labels).Split(Split.Stratified(share), seed);
        RequireParts(fold, labels.Length);
        foreach (int label in labels.Distinct())
        {
            int count = labels.Count(other => other == label), held = fold.TestRows.Count(row => labels[row] == label);
            Assert.InRange(held, (count * share) - 1 - 1e-9, (count * share) + 1 + 1e-9);
            Assert.InRange(held, 0, count - 1);
        }
        Assert.InRange(fold.TestRows.Count, Math.Round(labels.Length * share) - labels.Distinct().Count(), Math.Round(labels.Length * share));
    }, iter: 300);

    [Fact]
    public void Split_StratifiedOfLargeClasses_IsExact()
    {
        int[] labels = [.. Enumerable.Repeat(5, 90), .. Enumerable.Repeat(-1, 10)]; // labels that a loss may ignore are a class like any other
        var fold = Labels(labels).Split(Split.Stratified(0.2), seed: 3);
        Assert.Equal((18, 2), (fold.TestRows.Count(row => labels[row] == 5), fold.TestRows.Count(row => labels[row] == -1)));
        Assert.NotEqual(Enumerable.Range(0, 18), fold.TestRows.Take(18)); // drawn
    }

    [Fact]
    public void Split_Last_HoldsOutTheFuture() => Assert.Equal([7, 8, 9], Rows(10).Split(Split.Last(0.3), seed: 5).TestRows);

    [Fact]
    public void Split_ByGroup_PartsNoGroup() => Gen.Select(Gen.Int[1, 12].Array[2, 12], _share, Gen.ULong).Sample((sizes, share, seed) =>
    {
        int[] groups = [.. sizes.SelectMany((size, i) => Enumerable.Repeat(i * 1000 - 3, size))];
        new RandomStream(seed, 99).Shuffle(groups.AsSpan());
        var fold = Rows(groups.Length).Split(Split.ByGroup(share, groups), seed);
        RequireParts(fold, groups.Length);
        Assert.Empty(fold.TrainRows.Select(row => groups[row]).Intersect(fold.TestRows.Select(row => groups[row])));
        Assert.InRange(Math.Abs(fold.TestRows.Count - Math.Round(groups.Length * share)), 0, sizes.Max());
    }, iter: 300);

    /// <summary>Where every group is larger than what is asked for, or all fit in it, one changes sides.</summary>
    [Fact]
    public void Split_ByGroupOfTwo_LeavesNoSideEmpty()
    {
        int[] groups = [.. Enumerable.Repeat(1, 50), .. Enumerable.Repeat(2, 40)];
        for (ulong seed = 0; seed < 10; seed++)
        {
            Assert.Equal(40, Rows(90).Split(Split.ByGroup(0.05, groups), seed).Test.Count);
            Assert.Equal(99, Rows(100).Split(Split.ByGroup(0.97, [.. Enumerable.Repeat(1, 99), 2]), seed).Test.Count);
        }
    }

    [Fact]
    public void Split_OnDemand_AsksForLabelsOnce()
    {
        int[] labels = [.. Enumerable.Range(0, 50).Select(i => i % 2)];
        var expected = Labels(labels).Split(Split.Stratified(0.2), 4);
        var actual = new OnDemand(Labels(labels)).Split(Split.Stratified(0.2), 4);
        Assert.Equal(expected.TestRows, actual.TestRows);
        Assert.Equal(Reading.All(expected.Test).X, Reading.All(actual.Test).X);
        Assert.Equal(Reading.All(expected.Train).Labels, Reading.All(actual.Train).Labels);
    }

    [Theory]
    [InlineData(20, "The share to hold out must be above 0 and below 1, got 20. 20 % is 0.2; 20 rows are data.Take(^20..).")]
    [InlineData(1, "The share to hold out must be above 0 and below 1, got 1. 1 % is 0.01; 1 rows are data.Take(^1..).")]
    [InlineData(0, "The share to hold out must be above 0 and below 1, got 0. To hold out nothing, leave the split out: ValidationSplit = null.")]
    [InlineData(-0.2, "The share to hold out must be above 0 and below 1, got -0.2.")]
    [InlineData(double.NaN, "The share to hold out must be above 0 and below 1, got NaN.")]
    [InlineData(1e-60, "The share to hold out must be above 0 and below 1, got 1E-60.")]
    [InlineData(0.99999999999, "The share to hold out must be above 0 and below 1, got 0.99999999999.")]
    public void Split_ShareOutOfRange_SaysWhatIsMeant(double share, string message)
    {
        foreach (
            Func<Split> make in (Func<Split>[])[() => share, () => Split.Random(share), () => Split.Stratified(share), () => Split.Last(share), () =>
                Split.ByGroup(share, [1, 2])])
            Assert.StartsWith(message, Assert.Throws<ArgumentOutOfRangeException>(nameof(share), () => make()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Split_ThatCannotBe_SaysWhy()
    {
        Refused("A split of 0.1 of 4 samples leaves 0 to hold out and 4 to train on: both need at least 1.", () => Rows(4).Split(0.1));
        Refused("A split of 0.9 of 1 samples leaves 1 to hold out and 0 to train on: both need at least 1.", () => Rows(1).Split(Split.Last(0.9)));
        Refused("Class 7 has 1 row, row 2: it can't be on both sides of the split. Give it more rows, leave it out, or use Split.Random(0.5).", () =>
            Labels([1, 1, 7, 1]).Split(Split.Stratified(0.5)));
        Refused("y holds numbers, targets of [1], not class labels: there are no classes to stratify by. Use Split.Random.", () =>
            Dataset.From(new float[3, 1], (float[])[1, 2, 3]).Split(Split.Stratified(0.5)));
        Refused("There are groups for 3 rows, and the data has 4: every row needs its group.", () => Rows(4).Split(Split.ByGroup(0.5, [1, 1, 2])));
        Refused("The 3 rows belong to 1 group: a split needs at least two, one for each side.", () => Split.ByGroup(0.5, [1, 1, 1]));
        Refused("The 0 rows belong to 0 groups: a split needs at least two, one for each side.", () => Split.ByGroup(0.5, []));
        Assert.Throws<ArgumentNullException>("split", () => Rows(4).Split(null!));
        Assert.Throws<ArgumentNullException>("data", () => Dataset.Split(null!, 0.5));

        static void Refused(string message, Action action) =>
            Assert.StartsWith(message, Assert.Throws<ArgumentException>(action).Message, StringComparison.Ordinal);
    }

    /// <summary>What Resume compares: another kind, or other groups, is another split.</summary>
    [Fact]
    public void ToString_HasAllThatDecides()
    {
        Assert.Equal(["0.2", "stratified 0.2", "last 0.2"], ((Split[])[0.2, Split.Stratified(0.2f), Split.Last(0.2)]).Select(split => split.ToString()));
        string text = Split.ByGroup(0.2, [1, 1, 2]).ToString();
        Assert.StartsWith("by group 0.2 (2 groups of 3 rows, ", text, StringComparison.Ordinal);
        Assert.Equal(text, Split.ByGroup(0.2, [1, 1, 2]).ToString());
        Assert.NotEqual(text, Split.ByGroup(0.2, [1, 2, 2]).ToString());
    }

    [Fact]
    public void Fit_ValidationSplitOfEachKind_ValidatesOnItsRows()
    {
        var (x, y) = Blobs.Make(count: 60);
        int[] groups = [.. Enumerable.Range(0, 60).Select(i => i / 5)];
        foreach (var split in (Split[])[0.2, Split.Stratified(0.2), Split.Last(0.2), Split.ByGroup(0.2, groups)])
        {
            Model held = Blobs.Model(), given = Blobs.Model();
            var (train, test) = Dataset.From(x, y).Split(split, seed: 3);
            var expected = new Trainer(given, new() { Epochs = 2, Seed = 3 }).Fit(train, test).Epochs[^1];
            var actual = new Trainer(held, new() { Epochs = 2, Seed = 3, ValidationSplit = split }).Fit(x, y).Epochs[^1];
            Assert.Equal(expected.ValidationLoss, actual.ValidationLoss);
            Assert.Equal(test.Count, actual.Validation!.Count);
        }
        Assert.StartsWith("There are groups for 60 rows, and the data has 59", Assert.Throws<ArgumentException>("groups", () =>
            new Trainer(Blobs.Model(), new() { ValidationSplit = Split.ByGroup(0.2, groups) }).Fit(Dataset.From(x, y).Take(1..))).Message,
                StringComparison.Ordinal);
    }

    private static void RequireParts(Fold fold, int count)
    {
        Assert.Equal(Enumerable.Range(0, count), fold.TrainRows.Concat(fold.TestRows).Order());
        Assert.Equal(fold.TrainRows.Order(), fold.TrainRows);
        Assert.Equal(fold.TestRows.Order(), fold.TestRows);
        Assert.Equal((fold.TrainRows.Count, fold.TestRows.Count), (fold.Train.Count, fold.Test.Count));
        Assert.True(fold.Train.Count > 0 && fold.Test.Count > 0);
    }

    private static IDataset Rows(int count) => Labels(new int[count]);

    private static IDataset Labels(int[] labels) => Dataset.From(new Samples((float[])[.. labels.Select((_, row) => (float)row)], 1), labels);
}
