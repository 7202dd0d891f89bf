namespace ScratchNN.Benchmarks.Tests;

public class BoundTests
{
    [Theory]
    [InlineData(1.05, true)]
    [InlineData(1.06, true)]
    [InlineData(1.04, false)]
    [InlineData(double.NaN, false)]
    public void Holds_Floor_IncludesTheFloorAndWhatIsAbove(double value, bool holds) =>
        Assert.Equal(holds, Bound.AtLeast(1.05).Holds(value));

    [Theory]
    [InlineData(0, true)]
    [InlineData(0.01, false)]
    [InlineData(double.NaN, false)]
    public void Holds_Ceiling_IncludesTheCeilingAndWhatIsBelow(double value, bool holds) =>
        Assert.Equal(holds, Bound.AtMost(0).Holds(value));

    [Fact]
    public void Better_TwoValues_TakesTheOneOnTheRightSide()
    {
        Assert.Equal(2, Bound.AtLeast(3).Better(1, 2));
        Assert.Equal(1, Bound.AtMost(0).Better(1, 2));
    }
}
