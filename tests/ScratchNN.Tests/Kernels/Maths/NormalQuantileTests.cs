using ScratchNN.Kernels;

namespace ScratchNN.Tests.Kernels;

public sealed class NormalQuantileTests
{
    // AS 241 PPND7 promises about 1e-7 of the value, rounding to float adds 6e-8; the tail's logarithm is a float's
    private const double RelativeTolerance = 4e-7;

    [Theory]
    [InlineData(0.5 + 1e-3, 0.0025066308959)]
    [InlineData(0.6, 0.2533471031358)]
    [InlineData(0.75, 0.6744897501961)]
    [InlineData(0.9, 1.2815515655446)]
    [InlineData(0.925, 1.4395314709384)]
    [InlineData(0.95, 1.6448536269515)]
    [InlineData(0.975, 1.9599639845401)]
    [InlineData(0.99, 2.3263478740408)]
    [InlineData(0.999, 3.0902323061678)]
    [InlineData(0.9999, 3.7190164854557)]
    [InlineData(0.999999, 4.7534243088229)]
    public void Of_KnownProbability_GivesTheKnownQuantile(double probability, double quantile)
    {
        uint bits = (uint)Math.Round((probability * 4294967296.0) - 0.5);
        double grid = 0.5 / 4294967296.0 / Math.Exp(-quantile * quantile / 2) * Math.Sqrt(2 * Math.PI); // half a step of bits, as a step of the quantile
        Assert.Equal(quantile, NormalQuantile.Of(bits), (RelativeTolerance * quantile) + grid);
        Assert.Equal(-quantile, NormalQuantile.Of(~bits), (RelativeTolerance * quantile) + grid);
    }

    [Fact]
    public void Of_MirroredBits_IsTheNegative()
    {
        for (ulong bits = 0; bits <= uint.MaxValue; bits += 104729)
            Assert.Equal(-NormalQuantile.Of((uint)bits), NormalQuantile.Of(~(uint)bits));
    }

    [Fact]
    public void Of_MoreBits_NeverFallsByMoreThanItsError()
    {
        float last = NormalQuantile.Of(0);
        for (ulong bits = 0; bits <= uint.MaxValue; bits += 65521)
        {
            float next = NormalQuantile.Of((uint)bits);
            Assert.True(next >= last, $"{bits:X8}: {next} after {last}");
            last = next;
        }
    }

    [Fact]
    public void Of_Extremes_AreTheDocumentedRange()
    {
        const double Extreme = 6.3379; // the quantile at 1 − 2⁻³³
        Assert.Equal(Extreme, NormalQuantile.Of(uint.MaxValue), 1e-3);
        Assert.Equal(-Extreme, NormalQuantile.Of(0), 1e-3);
    }
}
