using CsCheck;
using ScratchNN.Kernels;

namespace ScratchNN.Tests.Kernels;

public sealed class SumsTests
{
    [Fact]
    public void OverRows_AnySize_GivesTheBitsOfAProductWithOnes()
    {
        foreach (int rows in (int[])[0, 1, 2, 7, 255, 256, 257, 513, 1000])
            foreach (int columns in (int[])[1, 2, 10, 17, 33, 511, 512, 513, 1030])
                AssertProductWithOnes(rows, columns, Workers.None);
    }

    [Theory]
    [InlineData(2), InlineData(3), InlineData(7)]
    public void OverRows_WithWorkers_GivesTheSameBits(int count)
    {
        using var workers = new Workers(count);
        AssertProductWithOnes(600, 1000, workers);
        AssertProductWithOnes(3000, 129, workers);
    }

    [Fact]
    public void OverRows_DrawnSizes_GivesTheBitsOfAProductWithOnes() =>
        Gen.Select(Gen.Int[0, 600], Gen.Int[1, 200]).Sample((rows, columns) => AssertProductWithOnes(rows, columns, Workers.None), iter: 100);

    [Fact]
    public void OfSquares_AnyLength_IsCloseToDouble()
    {
        const double RelativeTolerance = 1e-5; // 256 terms of a block go into each of 16 sums: 256 roundings of 6e-8 at worst
        foreach (int length in (int[])[0, 1, 2, 15, 16, 17, 31, 4095, 4096, 4097, 4113, 100_000])
        {
            float[] x = Draw.Normal(length, 1);
            double expected = x.Sum(value => (double)value * value);
            Assert.Equal(expected, Sums.OfSquares(x), RelativeTolerance * expected);
        }
    }

    [Fact]
    public void OfSquares_ByHand()
    {
        Assert.Equal(0, Sums.OfSquares([]));
        Assert.Equal(25, Sums.OfSquares([3, -4]));
        Assert.Equal(1496, Sums.OfSquares([.. Enumerable.Range(0, 17).Select(i => (float)i)])); // 16·17·33 / 6
        Assert.Equal(double.NaN, Sums.OfSquares([1, float.NaN, 2]));
    }

    [Theory]
    [InlineData(3.4e38f), InlineData(1.9e19f), InlineData(1e-19f), InlineData(1e-25f), InlineData(1e-38f), InlineData(float.Epsilon)]
    public void OfSquares_BeyondTheSquaresOfFloats_IsCloseToDouble(float size)
    {
        const double RelativeTolerance = 1e-5;
        foreach (int length in (int[])[1, 16, 17, 5000])
        {
            float[] x = [.. Draw.Normal(length, 1).Select(value => Math.Clamp(value, -1, 1) * size)];
            double expected = x.Sum(value => (double)value * value);
            Assert.Equal(1, Sums.OfSquares(x) / expected, RelativeTolerance);
        }
    }

    [Fact]
    public void OfSquares_LargeAndSmall_IsThatOfTheLarge()
    {
        Assert.Equal(1, Sums.OfSquares([1e30f, 1e-30f, 1]) / 1e60, 1e-6);
        Assert.Equal(0, Sums.OfSquares([0, -0f]));
        Assert.Equal(double.PositiveInfinity, Sums.OfSquares([1, float.NegativeInfinity, 2]));
        Assert.Equal(double.NaN, Sums.OfSquares([1e30f, float.NaN, float.PositiveInfinity]));
    }

    [Fact]
    public void OfSquares_ManyBlocks_LosesNoSmallOnes()
    {
        float[] x = Draw.Filled(4096 * 20, 1);
        x[0] = 4096; // 2²⁴: a float sum of it and a 1 stays the same
        Assert.Equal(Math.ScaleB(1, 24) + x.Length - 1, Sums.OfSquares(x), 256.0); // what its own sixteenth of a block may lose
    }

    private static void AssertProductWithOnes(int rows, int columns, Workers workers)
    {
        float[] x = Draw.Normal(rows * columns, 1), expected = new float[columns], actual = Draw.Filled(columns, float.NaN);
        Gemm.Multiply(Draw.Filled(rows, 1), x, expected, 1, columns, rows);

        Sums.OverRows(x, actual, workers);

        Bits.AssertEqual(expected, actual, $"{rows} rows of {columns}");
    }
}
