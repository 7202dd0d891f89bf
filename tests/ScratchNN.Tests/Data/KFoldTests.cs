using CsCheck;

namespace ScratchNN.Tests.Data;

/// <summary>The properties of scikit-learn's KFold, StratifiedKFold and GroupKFold, for any sizes.</summary>
public class KFoldTests
{
    [Fact]
    public void KFold_EachRow_IsTestedOnce() => Gen.Select(Gen.Int[2, 9], Gen.Int[0, 60], Gen.Enum<FoldKind>(), Gen.ULong).Sample((folds, more, kind, seed) =>
    {
        int[] labels = [.. Enumerable.Range(0, 2 * folds + more).Select(i => i % 2)];
        var made = Labels(labels).KFold(folds, kind, seed);
        Assert.Equal(folds, made.Count);
        Assert.Equal(Enumerable.Range(0, labels.Length), made.SelectMany(fold => fold.TestRows).Order());
        Assert.InRange(made.Max(fold => fold.Test.Count) - made.Min(fold => fold.Test.Count), 0, 1);
        foreach (var fold in made)
        {
            Assert.Equal(Enumerable.Range(0, labels.Length).Except(fold.TestRows), fold.TrainRows);
            Assert.Equal(fold.TestRows.Order(), fold.TestRows);
            Assert.Equal(fold.TestRows.Select(row => (float)row), Reading.All(fold.Test).X);
            Assert.Equal(fold.TrainRows.Select(row => labels[row]), Reading.All(fold.Train).Labels);
        }
    }, iter: 300);

    [Fact]
    public void KFold_Stratified_ClassCountsAreWithinOne() => Gen.Select(Gen.Int[2, 6], Gen.Int[0, 30].Array[1, 6], Gen.ULong).Sample((folds, more, seed) =>
    {
        int[] labels = [.. more.SelectMany((count, label) => Enumerable.Repeat(3 * label, folds + count))];
        new RandomStream(seed, 99).Shuffle(labels.AsSpan());
        var made = Labels(labels).KFold(folds, seed: seed); // class labels: stratified
        foreach (int label in labels.Distinct())
        {
            int[] counts = [.. made.Select(fold => fold.TestRows.Count(row => labels[row] == label))];
            Assert.InRange(counts.Max() - counts.Min(), 0, 1);
        }
        Assert.InRange(made.Max(fold => fold.Test.Count) - made.Min(fold => fold.Test.Count), 0, 1);
    }, iter: 300);

    [Fact]
    public void KFold_InOrder_IsScikitLearnsKFold() =>
        // KFold(3).split(range(10))
        Assert.Equal(["0 1 2 3", "4 5 6", "7 8 9"], Labels(new int[10]).KFold(3, FoldKind.InOrder).Select(fold => string.Join(" ", fold.TestRows)));

    [Fact]
    public void KFold_Numbers_AreDrawnAtRandom()
    {
        float[] y = [.. Enumerable.Range(0, 40).Select(i => (float)i)];
        var folds = Dataset.From(new float[40, 1], y).KFold(4, seed: 1);
        Assert.All(folds, fold => Assert.Equal(10, fold.Test.Count));
        Assert.NotEqual(Enumerable.Range(0, 10), folds[0].TestRows);
        Assert.Equal(folds.Select(fold => fold.TestRows), Dataset.From(new float[40, 1], y).KFold(4, FoldKind.Random, 1).Select(fold => fold.TestRows));
        Assert.NotEqual(folds[0].TestRows, Dataset.From(new float[40, 1], y).KFold(4, seed: 2)[0].TestRows);
    }

    [Fact]
    public void KFold_Groups_StayWhole_AndFoldsAreNearlyEqual() =>
        Gen.Select(Gen.Int[2, 5], Gen.Int[1, 9].Array[5, 20], Gen.ULong).Sample((folds, sizes, seed) =>
    {
        int[] groups = [.. sizes.SelectMany((size, i) => Enumerable.Repeat(-i, size))];
        new RandomStream(seed, 99).Shuffle(groups.AsSpan());
        var made = Labels(new int[groups.Length]).KFold(folds, groups, seed);
        Assert.Equal(Enumerable.Range(0, groups.Length), made.SelectMany(fold => fold.TestRows).Order());
        foreach (var fold in made)
        {
            Assert.NotEmpty(fold.TestRows);
            Assert.Empty(fold.TestRows.Select(row => groups[row]).Intersect(fold.TrainRows.Select(row => groups[row])));
        }
        Assert.InRange(made.Max(fold => fold.Test.Count) - made.Min(fold => fold.Test.Count), 0, sizes.Max());
    }, iter: 300);

    [Fact]
    public void KFold_ThatCannotBe_SaysWhy()
    {
        Refused("Class 7 has 2 rows, fewer than the 3 folds, so some would have none: use at most 2 folds, give the class more rows, "
            + "or use FoldKind.Random, as for labels that are numbers to predict.",
            () => Labels([1, 1, 7, 1, 7]).KFold(3));
        Refused("Class 7 has 1 row, fewer than the 2 folds, so some would have none: give the class more rows, or use FoldKind.Random", () =>
            Labels([1, 1, 7, 1]).KFold(2));
        Refused("5 folds of 4 samples leave some empty: use at most 4 folds.", () => Labels(new int[4]).KFold(5, FoldKind.InOrder));
        Refused("y holds numbers, targets of [2], not class labels: there are no classes to stratify by. Use FoldKind.Random.", () =>
            Dataset.From(new float[4, 1], new float[4, 2]).KFold(2, FoldKind.Stratified));
        Refused("There are groups for 3 rows, and the data has 4: every row needs its group.", () => Labels(new int[4]).KFold(2, [1, 2, 3]));
        Refused("3 folds of 2 groups leave some empty: use at most 2 folds.", () => Labels(new int[4]).KFold(3, [1, 2, 1, 2]));
        Assert.Throws<ArgumentOutOfRangeException>("folds", () => Labels(new int[4]).KFold(1));
        Assert.Throws<ArgumentOutOfRangeException>("folds", () => Labels(new int[4]).KFold(1, [1, 2, 3, 4]));
        Assert.Throws<ArgumentOutOfRangeException>("kind", () => Labels(new int[4]).KFold(2, (FoldKind)9));

        static void Refused(string message, Action action) =>
            Assert.StartsWith(message, Assert.Throws<ArgumentException>(action).Message, StringComparison.Ordinal);
    }

    private static IDataset Labels(int[] labels) => Dataset.From(new Samples((float[])[.. labels.Select((_, row) => (float)row)], 1), labels);
}
