namespace ScratchNN.Tests;

public class ParameterLayoutTests
{
    [Fact]
    public void Entry_OfEveryPosition_IsTheParameterThatHoldsIt()
    {
        int[] sizes = [3, 1, 7, 2];
        var layout = new ParameterLayout([.. sizes.Select((size, i) => new ParameterInfo { Name = $"p{i}", Shape = size })]);

        Assert.Equal(13, layout.Length);
        Assert.Equal(
            sizes.SelectMany((size, i) => Enumerable.Range(0, size).Select(index => ($"p{i}", index))),
            Enumerable.Range(0, layout.Length).Select(layout.Entry));
    }

    [Fact]
    public void Places_FollowOneAnother()
    {
        var layout = new ParameterLayout([new() { Name = "weight", Shape = new Shape(2, 3) }, new() { Name = "bias", Shape = 3 }]);

        Assert.Equal([(0, 6), (6, 9)], layout.Places.Select(place => (place.Offset, place.End)));
        Assert.Equal([7, 8, 9], layout.Places[1].Of((ReadOnlySpan<float>)[1, 2, 3, 4, 5, 6, 7, 8, 9]).ToArray());
    }

    [Fact]
    public void Constructor_MoreThanAVectorHolds_Throws() =>
        Assert.Throws<OverflowException>(() =>
            new ParameterLayout([new() { Name = "a", Shape = 1 << 30 }, new() { Name = "b", Shape = 1 << 30 }, new() { Name = "c", Shape = 1 }]));
}
