namespace ScratchNN.Tests;

public sealed class ShapeTests
{
    [Fact]
    public void Constructor_OneToFourDimensions_KeepsThem()
    {
        var shape = new Shape(2, 3, 4, 5);
        Assert.Equal(4, shape.Rank);
        Assert.Equal(120, shape.Size);
        Assert.Equal([2, 3, 4, 5], Enumerable.Range(0, 4).Select(i => shape[i]));
        Assert.Equal(1, new Shape(7).Rank);
        Assert.Equal(7, new Shape(7).Size);
    }

    [Fact]
    public void Constructor_NoDimensions_Throws() => Assert.Throws<ArgumentException>("dimensions", () => new Shape(default(ReadOnlySpan<int>)));

    [Fact]
    public void Constructor_FiveDimensions_ThrowsAndSaysSo() =>
        Assert.Contains("got 5", Assert.Throws<ArgumentException>(() => new Shape(1, 1, 1, 1, 1)).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData(0), InlineData(-3)]
    public void Constructor_DimensionBelowOne_ThrowsAndShowsAll(int dimension) =>
        Assert.Contains($"[2 × {dimension}]", Assert.Throws<ArgumentException>(() => new Shape(2, dimension)).Message, StringComparison.Ordinal);

    [Fact]
    public void Constructor_ProductTooLarge_Throws()
    {
        Assert.Throws<ArgumentException>(() => new Shape(65536, 65536));
        Assert.Throws<ArgumentException>(() => new Shape(int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue));
    }

    [Theory]
    [InlineData(-1), InlineData(2)]
    public void Indexer_OutsideTheRank_Throws(int i) => Assert.Throws<ArgumentOutOfRangeException>(() => new Shape(2, 3)[i]);

    [Fact]
    public void Default_HasNoDimensions()
    {
        Assert.Equal(0, default(Shape).Rank);
        Assert.Equal(0, default(Shape).Size);
        Assert.Equal("[]", default(Shape).ToString());
        Assert.Throws<ArgumentOutOfRangeException>(() => default(Shape)[0]);
    }

    [Fact]
    public void Equals_ComparesDimensionsNotSizes()
    {
        Assert.True(new Shape(28, 28) == new Shape(28, 28));
        Assert.Equal(new Shape(28, 28).GetHashCode(), new Shape(28, 28).GetHashCode());
        Assert.True(new Shape(28, 28) != new Shape(784));
        Assert.True(new Shape(2, 3) != new Shape(3, 2));
        Assert.True(new Shape(2) != new Shape(2, 1));
        Assert.True(new Shape(1) != default);
        Assert.True(new Shape(5).Equals((object)new Shape(5)));
        Assert.False(new Shape(5).Equals((object)5));
    }

    [Fact]
    public void Conversion_Number_IsAVector()
    {
        Shape shape = 12;
        Assert.Equal(new Shape(12), shape);
        Assert.Throws<ArgumentException>(() => { Shape none = 0; });
    }

    [Fact]
    public void ToString_JoinsDimensions()
    {
        Assert.Equal("[28 × 28 × 1]", new Shape(28, 28, 1).ToString());
        Assert.Equal("28 × 28 × 1", new Shape(28, 28, 1).Product);
    }
}
