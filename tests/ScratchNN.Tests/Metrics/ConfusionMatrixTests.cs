namespace ScratchNN.Tests.Metrics;

/// <summary>Counts, scores and text of the confusion matrix; the first example is that of scikit-learn's classification_report.</summary>
public sealed class ConfusionMatrixTests
{
    private static readonly int[] _actual = [0, 1, 2, 2, 2], _predicted = [0, 0, 2, 2, 1];

    [Fact]
    public void Of_Classes_CountsPairs()
    {
        var matrix = ConfusionMatrix.Of(_predicted, _actual);
        Assert.Equal(3, matrix.Classes);
        Assert.Null(matrix.ClassNames);
        Assert.Equal([1, 0, 0, 1, 0, 0, 0, 1, 2],
            from actual in Enumerable.Range(0, 3) from predicted in Enumerable.Range(0, 3) select matrix[actual, predicted]);
        Assert.Equal([0.5, 0, 1], Enumerable.Range(0, 3).Select(matrix.Precision));
        Assert.Equal([1, 0, 2 / 3d], Enumerable.Range(0, 3).Select(matrix.Recall));
        Assert.Equal([2 / 3d, 0, 0.8], Enumerable.Range(0, 3).Select(matrix.F1));
    }

    [Fact]
    public void Of_Weights_CountAsTheRowsRepeated()
    {
        var weighted = ConfusionMatrix.Of(_predicted, _actual, weights: [2, 0, 1, 1, 0.5f]);
        Assert.Equal([2, 0, 0.5, 2], [weighted[0, 0], weighted[1, 0], weighted[2, 1], weighted[2, 2]]);
        Assert.Equal([1, 0, 1, 0.8], [weighted.Precision(0), weighted.Precision(1), weighted.Precision(2), weighted.Recall(2)]);
    }

    [Fact]
    public void Of_ManyClasses_TakesMemoryForThosePairsThatOccur() =>
        Assert.Equal(1, ConfusionMatrix.Of([1_000_000], [999_999])[999_999, 1_000_000]); // as a square, 8 TB

    [Fact]
    public void ToString_FewClasses_IsATableWithNames()
    {
        Assert.Equal(
            """
            actual \ predicted  cat  dog  elephant
            cat                   1    0         0
            dog                   1    0         0
            elephant              0    1         2
            """, Lines(ConfusionMatrix.Of(_predicted, _actual, ["cat", "dog", "elephant"])));
        Assert.Equal(
            """
            actual \ predicted  0     1
            0                   0  2.25
            1                   1     0
            """, Lines(ConfusionMatrix.Of([0, 1], [1, 0], weights: [1, 2.25f])));
    }

    [Fact]
    public void ToString_ManyClasses_AreTheMostFrequentMistakes()
    {
        int[] actual = [.. Enumerable.Range(0, 30), 4, 4, 7], predicted = [.. Enumerable.Range(0, 30), 5, 5, 20];
        Assert.Equal(
            """
            30 classes, 30 of 33 samples right; the most frequent mistakes:
            actual  predicted  samples
            4               5        2
            7              20        1
            """, Lines(ConfusionMatrix.Of(predicted, actual)));
        Assert.Equal("30 classes, 30 of 30 samples right", ConfusionMatrix.Of(actual.AsSpan(0, 30), actual.AsSpan(0, 30)).ToString());
    }

    [Fact]
    public void Of_WhatDoesNotFit_ThrowsAndSaysWhat()
    {
        Says("There are 1 predictions and 2 actual classes: both need the same number.", () => ConfusionMatrix.Of([0], [0, 1]));
        Says("There are no samples, so there is no confusion matrix: pass at least one.", () => ConfusionMatrix.Of([], []));
        Says("Sample 1 is of class -1, and class 0 was predicted: classes are numbered from 0.", () => ConfusionMatrix.Of([0, 0], [0, -1]));
        Says("Sample 0 is of class 0, and class 2 was predicted: classes are 0 to 1, each with a name.", () => ConfusionMatrix.Of([2], [0], ["cat", "dog"]));
        Says("There are 2 samples and 1 weights: pass one per sample, or none.", () => ConfusionMatrix.Of([0, 0], [0, 1], weights: [1]));
        Assert.Throws<ArgumentOutOfRangeException>("label", () => ConfusionMatrix.Of([0], [0]).Recall(1));
        Assert.Throws<ArgumentOutOfRangeException>("label", () => ConfusionMatrix.Of([0], [0])[0, -1]);

        static void Says(string message, Action action) =>
            Assert.StartsWith(message, Assert.Throws<ArgumentException>(action).Message, StringComparison.Ordinal);
    }

    private static string Lines(ConfusionMatrix matrix) => matrix.ToString().ReplaceLineEndings("\n");
}
