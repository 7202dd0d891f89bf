using ScratchNN.Kernels;

namespace ScratchNN.Tests.Kernels;

/// <summary>Every width by its name, also those in software: one set of bits.</summary>
public sealed class GemmWidthsTests
{
    [Fact]
    public void Multiply_OneLane_GivesTheBitsOfTheReference() => AssertAllSizes<Float1>();

    [Fact]
    public void Multiply_FourLanes_GivesTheBitsOfTheReference() => AssertAllSizes<Float4>();

    [Fact]
    public void Multiply_EightLanes_GivesTheBitsOfTheReference() => AssertAllSizes<Float8>();

    [Fact]
    public void Multiply_SixteenLanes_GivesTheBitsOfTheReference() => AssertAllSizes<Float16>();

    [Fact]
    public void Multiply_RowsWithGaps_ReadsNoGap()
    {
        AssertGaps<Float1>();
        AssertGaps<Float4>();
        AssertGaps<Float8>();
        AssertGaps<Float16>();
    }

    private static void AssertAllSizes<T>() where T : struct, ISimd<T>
    {
        int nr = 2 * T.Lanes;
        int[] columns = [.. Enumerable.Range(1, nr + 1).Append((2 * nr) + 1)]; // every pair of registers that covers a last panel
        foreach (var product in Enum.GetValues<Product>())
            foreach (int m in (int[])[1, 5, 6, 7, 8, 13, 97])
                foreach (int n in columns)
                    foreach (int k in (int[])[0, 1, 257])
                    {
                        new GemmCase(product, m, n, k).AssertMatchesReference(run => run.Multiply<T>());
                        new GemmCase(product, m, n, k) { HasBias = true }.AssertMatchesReference(run => run.Multiply<T>());
                        new GemmCase(product, m, n, k) { Accumulates = true }.AssertMatchesReference(run => run.Multiply<T>());
                    }
    }

    private static void AssertGaps<T>() where T : struct, ISimd<T>
    {
        const int N = 35, K = 260, ARow = K + 3, BRow = N + 5;
        foreach (int m in (int[])[7, 97])
        {
            float[] a = Gapped(m, K, ARow, 1), b = Gapped(K, N, BRow, 2), expected = new float[m * N], c = Draw.Filled(m * N, float.NaN);
            Gemm.Reference(new Matrix(a, ARow, 1), new Matrix(b, BRow, 1), expected, m, N, K, default, accumulate: false);

            Gemm.Multiply<T>(new Matrix(a, ARow, 1), new Matrix(b, BRow, 1), c, m, N, K, default, accumulate: false, Workers.None);

            Assert.DoesNotContain(expected, float.IsNaN);
            Bits.AssertEqual(expected, c, $"{typeof(T).Name}, {m} rows");
        }
    }

    private static float[] Gapped(int rows, int columns, int stride, ulong seed)
    {
        float[] values = Draw.Filled(rows * stride, float.NaN);
        for (int row = 0; row < rows; row++)
            Draw.Normal(columns, seed + (ulong)(100 * row)).CopyTo(values, row * stride);
        return values;
    }
}
