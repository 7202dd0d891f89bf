using ScratchNN.Kernels;

namespace ScratchNN.Tests.Numerics;

/// <summary>Every width by its name, also those in software: one set of bits.</summary>
public sealed class GemmWidthsTests
{
    [Fact]
    public void Multiply_OneLane_GivesTheBitsOfTheReference() => AssertAllSizes<F32x1>();

    [Fact]
    public void Multiply_FourLanes_GivesTheBitsOfTheReference() => AssertAllSizes<F32x4>();

    [Fact]
    public void Multiply_EightLanes_GivesTheBitsOfTheReference() => AssertAllSizes<F32x8>();

    [Fact]
    public void Multiply_SixteenLanes_GivesTheBitsOfTheReference() => AssertAllSizes<F32x16>();

    [Fact]
    public void Multiply_RowsWithGaps_ReadsAndWritesNoGap()
    {
        AssertGaps<F32x1>();
        AssertGaps<F32x4>();
        AssertGaps<F32x8>();
        AssertGaps<F32x16>();
    }

    [Fact]
    public void Multiply_ManyZeros_GivesTheBitsOfTheReference()
    {
        AssertZeros<F32x1>();
        AssertZeros<F32x4>();
        AssertZeros<F32x8>();
        AssertZeros<F32x16>();
    }

    /// <summary>One row by whole rows of B, in blocks of columns and, for several workers, narrower ones.</summary>
    [Fact]
    public void Multiply_OneRow_GivesTheBitsOfTheReference()
    {
        AssertOneRow<F32x1>();
        AssertOneRow<F32x4>();
        AssertOneRow<F32x8>();
        AssertOneRow<F32x16>();
    }

    private static void AssertOneRow<T>() where T : struct, ISimd<T>
    {
        foreach (int count in (int[])[1, 2, 3])
        {
            using var workers = new Workers(count);
            foreach (int n in (int[])[48, 63, 129, 1024, 1061])
                foreach (int k in (int[])[8, 15, 256, 523])
                {
                    new GemmCase(Product.Plain, 1, n, k) { Workers = workers }.AssertMatchesReference(run => run.Multiply<T>());
                    new GemmCase(Product.Plain, 1, n, k, gap: 3) { Workers = workers, HasBias = true }.AssertMatchesReference(run => run.Multiply<T>());
                    new GemmCase(Product.TransposedA, 1, n, k, gap: 3) { Workers = workers, Accumulates = true }.AssertMatchesReference(run =>
                        run.Multiply<T>());
                }
        }
    }

    private static void AssertZeros<T>() where T : struct, ISimd<T>
    {
        foreach (var product in Enum.GetValues<Product>())
            foreach (int m in (int[])[2, 19, 97])
                foreach (
                    int n in (int[])[4, 7, 9, 17, 24, .. Enumerable.Range(1, 8).Select(across => (across * T.Lanes) - 1), 25, 8 * T.Lanes, (8 * T.Lanes) + 3])
                    foreach (int k in (int[])(m == 19 ? [1, 8, 515] : m == 2 ? [257] : [17, 257]))
                    {
                        if (T.Lanes > 1 && m * n * k >= GemmPlan.SerialWork)
                            Assert.True(new GemmCase(product, m, n, k, isZero: GemmCase.ManyZeros).SkipsZeros<T>());
                        new GemmCase(product, m, n, k, isZero: GemmCase.ManyZeros).AssertMatchesReference(run => run.Multiply<T>());
                        new GemmCase(product, m, n, k, isZero: GemmCase.ManyZeros, gap: 3) { Accumulates = true }.AssertMatchesReference(run =>
                            run.Multiply<T>());
                        new GemmCase(product, m, n, k, isZero: (_, _) => true) { HasBias = true }.AssertMatchesReference(run => run.Multiply<T>());
                    }
    }

    private static void AssertAllSizes<T>() where T : struct, ISimd<T>
    {
        int nr = 2 * T.Lanes;
        int[] columns = [.. Enumerable.Range(1, nr + 1).Append((2 * nr) + 1)]; // every pair of registers that covers a last panel
        foreach (var product in Enum.GetValues<Product>())
            foreach (int m in (int[])[1, 5, 6, 7, 8, 13, 97, 390])
                foreach (int n in columns)
                    foreach (int k in (int[])(m == 390 ? [33] : [0, 1, 257]))
                    {
                        new GemmCase(product, m, n, k).AssertMatchesReference(run => run.Multiply<T>());
                        new GemmCase(product, m, n, k) { HasBias = true }.AssertMatchesReference(run => run.Multiply<T>());
                        new GemmCase(product, m, n, k) { Accumulates = true }.AssertMatchesReference(run => run.Multiply<T>());
                    }
    }

    private static void AssertGaps<T>() where T : struct, ISimd<T>
    {
        foreach (var product in Enum.GetValues<Product>())
            foreach (int m in (int[])[1, 7, 97])
                foreach (int n in (int[])[1, 2 * T.Lanes, 35])
                    foreach (int gap in (int[])[0, 3])
                    {
                        new GemmCase(product, m, n, 260, gap: gap) { HasBias = true }.AssertMatchesReference(run => run.Multiply<T>());
                        new GemmCase(product, m, n, 260, gap: gap) { Accumulates = true }.AssertMatchesReference(run => run.Multiply<T>());
                    }
        foreach (var isZero in (Func<int, int, bool>[])[(_, _) => false, GemmCase.ManyZeros]) // far apart: A is packed
            new GemmCase(Product.Plain, 29, 260, 257, gap: 1000, isZero: isZero).AssertMatchesReference(run => run.Multiply<T>());
    }
}
