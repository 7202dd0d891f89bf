using ScratchNN.Kernels;

namespace ScratchNN.Tests.Kernels;

public sealed class RowKernelsTests
{
    private const double SumTolerance = 1e-4; // up to 100 products of up to 16, each rounded by 6e-8 of the sum so far

    [Fact]
    public void SoftmaxGradient_AnyWidth_IsCloseToDouble()
    {
        foreach (int columns in (int[])[1, 2, 10, 16, 17, 33, 100])
        {
            float[] y = Draw.Normal(3 * columns, 1), dy = Draw.Normal(y.Length, 2), dx = Draw.Filled(y.Length, float.NaN);
            RowKernels.SoftmaxGradient(y, dy, dx, columns, Workers.None);
            for (int i = 0; i < dx.Length; i++)
            {
                int start = i / columns * columns;
                double inner = Enumerable.Range(start, columns).Sum(j => (double)y[j] * dy[j]);
                Assert.Equal(y[i] * (dy[i] - inner), dx[i], SumTolerance);
            }
        }
    }

    [Fact]
    public void Sum_AnyLength_IsInOrderBelowSixteenAndInSixteenPartsFromThere()
    {
        for (int columns = 1; columns <= 70; columns++)
        {
            float[] x = Draw.Normal(columns, 1);
            float[] partials = new float[16];
            for (int j = 0; j < columns; j++) partials[columns < 16 ? 0 : j % 16] += x[j];
            Bits.AssertEqual([columns < 16 ? partials[0] : RowKernels.Fold(partials)], [RowKernels.Sum(x)], $"{columns}");
        }
    }

    [Fact]
    public void Fold_SixteenSums_AddsByHalves()
    {
        float[] partials = [.. Enumerable.Range(1, 16).Select(i => (float)i)];
        Assert.Equal(136, RowKernels.Fold(partials));

        float[] uneven = new float[16];
        (uneven[0], uneven[8], uneven[1], uneven[9]) = (1e8f, -1e8f, 1, 1); // 0 with 8 first: otherwise a 1 is lost
        Assert.Equal(2, RowKernels.Fold(uneven));
    }
}
