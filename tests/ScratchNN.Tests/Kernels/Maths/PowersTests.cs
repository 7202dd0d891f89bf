using ScratchNN.Kernels;

namespace ScratchNN.Tests.Kernels;

public class PowersTests
{
    [Theory]
    [InlineData(0.5), InlineData(0.1), InlineData(0.95), InlineData(0.9999), InlineData(1.5), InlineData(0)]
    public void Of_AnyExponent_IsThePower(double value)
    {
        for (int exponent = 0; exponent <= 300; exponent++)
            Assert.Equal(Math.Pow(value, exponent), Powers.Of(value, exponent), 1e-13 * Math.Pow(value, exponent));
        Assert.Equal(1, Powers.Of(value, -1));
    }
}
