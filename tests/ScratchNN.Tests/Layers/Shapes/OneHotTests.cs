namespace ScratchNN.Tests.Layers;

public sealed class OneHotTests
{
    [Fact]
    public void Forward_ByHand()
    {
        Assert.Equal([0, 1, 0, 1, 0, 0, 0, 1, 0, 1], Forward(new OneHot(3, 2), [1, 0, 2, 1]));
        Assert.Equal([1, 0, 0, 0, 1, 1], Forward(new OneHot(3, 2) { DropFirst = true }, [1, 0, 2, 1]));
        Assert.Equal([0, 0, 1], Forward(new OneHot(1, 1, 2) { DropFirst = true }, [0, 0, 0, 0, 0, 0, 0, 0, 1]));
    }

    [Theory]
    [InlineData(3), InlineData(-1), InlineData(0.5f), InlineData(float.NaN)]
    public void Forward_NoIndex_Throws(float index) =>
        Assert.Contains("OneHot(3, 2) takes whole numbers 0 to 1 as number 1 of a sample, got ",
            Assert.ThrowsAny<ArgumentException>(() => Forward(new OneHot(3, 2), [2, 1, 2, index])).Message, StringComparison.Ordinal);

    [Fact]
    public void Constructor_NoCategories_Throws()
    {
        Assert.Throws<ArgumentException>(() => new OneHot());
        Assert.Throws<ArgumentOutOfRangeException>(() => new OneHot(2, 0));
        Assert.Contains("0 columns", Assert.Throws<ArgumentException>(() => new OneHot(1, 1) { DropFirst = true }.OutputShape(2)).Message,
            StringComparison.Ordinal);
        Assert.Contains("expects 2 features per sample, got 3", Assert.Throws<ArgumentException>(() => new OneHot(2, 2).OutputShape(3)).Message,
            StringComparison.Ordinal);
    }

    private static float[] Forward(OneHot layer, float[] x)
    {
        var shape = layer.InputShape!.Value;
        float[] y = Draw.Filled(x.Length / shape.Size * layer.OutputShape(shape).Size, float.NaN);
        layer.Forward(new ForwardPass { Parameters = default, Input = x, Output = y, BatchSize = x.Length / shape.Size, InputShape = shape });
        return y;
    }
}
