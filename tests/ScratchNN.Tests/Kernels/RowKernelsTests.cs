using CsCheck;
using ScratchNN.Kernels;

namespace ScratchNN.Tests.Kernels;

public sealed class RowKernelsTests
{
    // exp, a sum in a tree of 16 and a division round by 6e-8 each: some 4e-7 of the value, and long rows add a few
    private const double RelativeTolerance = 2e-6;

    [Fact]
    public void Softmax_AnyWidth_IsCloseToDouble()
    {
        foreach (int columns in (int[])[1, 2, 3, 10, 15, 16, 17, 31, 32, 33, 100, 1000])
        {
            const int Rows = 7;
            float[] x = Draw.Normal(Rows * columns, 1, 3), y = Softmax(x, columns);
            for (int row = 0; row < Rows; row++)
            {
                double sum = x.AsSpan(row * columns, columns).ToArray().Sum(value => Math.Exp(value));
                for (int j = row * columns; j < (row + 1) * columns; j++)
                    Assert.Equal(Math.Exp(x[j]) / sum, y[j], RelativeTolerance * Math.Exp(x[j]) / sum);
            }
        }
    }

    [Fact]
    public void Softmax_DrawnRows_SumToOneWithinZeroAndOne() =>
        Gen.Float[-1e30f, 1e30f].Array[1, 70].Sample(
            x =>
            {
                float[] y = Softmax(x, x.Length);
                Assert.All(y, value => Assert.InRange(value, 0, 1));
                Assert.Equal(1, y.Sum(value => (double)value), 1e-5); // 70 roundings of 6e-8
            },
            iter: 1000);

    [Fact]
    public void Softmax_ShiftedExactly_GivesTheSameBits() =>
        Gen.Select(Gen.Int[-256, 256].Array[1, 40], Gen.Int[-1024, 1024]).Sample(
            (quarters, shift) =>
            {
                float[] x = [.. quarters.Select(value => value / 4f)], shifted = [.. x.Select(value => value + shift)];
                Bits.AssertEqual(Softmax(x, x.Length), Softmax(shifted, x.Length));
            },
            iter: 500);

    [Fact]
    public void Softmax_LargeLogit_StaysFinite()
    {
        float[] y = Softmax([100, 0, 1], 3); // where a softmax that does not subtract the maximum gives NaN
        Assert.Equal(1, y[0]);
        Assert.Equal(Math.Exp(-100), y[1], 1e-45);
        Assert.Equal(Math.Exp(-99), y[2], 1e-44);
    }

    [Fact]
    public void Softmax_MinusInfinity_HasNoShare() =>
        Bits.AssertEqual([0.5f, 0, 0.5f, 0], Softmax([3, float.NegativeInfinity, 3, float.NegativeInfinity], 4));

    [Fact]
    public void Softmax_NaN_FillsItsRowAlone()
    {
        for (int at = 0; at < 20; at++)
        {
            float[] x = Draw.Normal(60, 1), before = Softmax(x, 20);
            x[20 + at] = float.NaN;
            float[] y = Softmax(x, 20);
            Assert.All(y[20..40], value => Assert.True(float.IsNaN(value)));
            Bits.AssertEqual(before.AsSpan(0, 20), y.AsSpan(0, 20));
            Bits.AssertEqual(before.AsSpan(40), y.AsSpan(40));
        }
    }

    [Fact]
    public void Softmax_InPlace_GivesTheSameBits()
    {
        foreach (int columns in (int[])[1, 10, 16, 17, 100])
        {
            float[] x = Draw.Normal(5 * columns, 1), y = Softmax(x, columns);
            RowKernels.Softmax(x, x, columns, Workers.None);
            Bits.AssertEqual(y, x);
        }
    }

    [Fact]
    public void SoftmaxGradient_AnyWidth_IsCloseToDouble()
    {
        foreach (int columns in (int[])[1, 2, 10, 16, 17, 33, 100])
        {
            const int Rows = 3;
            float[] y = Softmax(Draw.Normal(Rows * columns, 1), columns), dy = Draw.Normal(y.Length, 2), dx = Draw.Filled(y.Length, float.NaN);
            RowKernels.SoftmaxGradient(y, dy, dx, columns, Workers.None);
            for (int i = 0; i < dx.Length; i++)
            {
                int start = i / columns * columns;
                double inner = Enumerable.Range(start, columns).Sum(j => (double)y[j] * dy[j]);
                Assert.Equal(y[i] * (dy[i] - inner), dx[i], RelativeTolerance * 4); // |dy| is up to 4
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

    private static float[] Softmax(float[] x, int columns)
    {
        float[] y = Draw.Filled(x.Length, float.NaN);
        RowKernels.Softmax(x, y, columns, Workers.None);
        return y;
    }
}
