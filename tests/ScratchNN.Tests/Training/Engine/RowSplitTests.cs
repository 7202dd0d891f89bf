namespace ScratchNN.Tests;

public class RowSplitTests
{
    [Fact]
    public void Of_Share_IsDrawnAndInOrder()
    {
        var (training, validation) = Split(seed: 1);

        Assert.Equal(30, validation.Length);
        Assert.Equal(Enumerable.Range(0, 100), training.Concat(validation).Order());
        Assert.Equal(training.Order(), training);
        Assert.Equal(validation.Order(), validation);
        Assert.InRange(validation.Count(row => row < 50), 5, 25); // 15 to be expected: neither the first rows nor the last
    }

    [Fact]
    public void Of_AnotherSeed_DrawsOthers() => Assert.NotEqual(Split(seed: 1).Validation, Split(seed: 2).Validation);

    [Fact]
    public void Of_NothingAsked_HoldsNothingBack()
    {
        var (training, validation) = RowSplit.Of(Rows(5), 0, new());

        Assert.Equal([0, 1, 2, 3, 4], training);
        Assert.Empty(validation);
    }

    [Theory]
    [InlineData(0.1f, "A split of 0.1 of 2 samples leaves 0 to hold out and 2 to train on: both need at least 1.")]
    [InlineData(0.9f, "A split of 0.9 of 2 samples leaves 2 to hold out and 0 to train on: both need at least 1.")]
    public void Of_NothingLeft_ThrowsAndSaysForWhat(float share, string message) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => RowSplit.Of(Rows(2), 0, new() { ValidationSplit = share })).Message);

    /// <summary>Data of which nothing but the number of rows matters.</summary>
    private static RowSource Rows(int count) => RowSource.OfTargets(new int[count]);

    private static RowSplit Split(ulong seed) => RowSplit.Of(Rows(100), 0, new() { ValidationSplit = 0.3f, Seed = seed });
}
