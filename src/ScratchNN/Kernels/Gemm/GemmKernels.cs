using System.Buffers;

namespace ScratchNN.Kernels;

/// <summary>Matrix products: <see cref="Reference"/> defines them, tiles of registers compute them.</summary>
internal static partial class GemmKernels
{
    /// <summary>C = A·B (+ bias), or C += A·B, on the widest registers.</summary>
    public static void Multiply(
        MatrixView a, MatrixView b, Span<float> c, int ldc, int m, int n, int k, ReadOnlySpan<float> bias, bool accumulate, Workers workers) =>
        Simd.Run(new Product(a, b, c, ldc, m, n, k, bias, accumulate, workers));

    /// <summary>The operands of one product; picks up a width.</summary>
    private readonly ref struct Product(
        MatrixView a, MatrixView b, Span<float> c, int ldc, int m, int n, int k, ReadOnlySpan<float> bias, bool accumulate, Workers workers) : ISimdKernel
    {
        private readonly MatrixView _a = a, _b = b;
        private readonly Span<float> _c = c;
        private readonly ReadOnlySpan<float> _bias = bias;

        public void Run<T>() where T : struct, ISimd<T> => Multiply<T>(_a, _b, _c, ldc, m, n, k, _bias, accumulate, workers);
    }

    /// <summary>The product at one width: pack what has to be packed, then share the tiles of C among the workers.</summary>
    internal static void Multiply<T>(
        MatrixView a, MatrixView b, Span<float> c, int ldc, int m, int n, int k, ReadOnlySpan<float> bias, bool accumulate, Workers workers)
        where T : struct, ISimd<T>
    {
        if (m * (long)n * k < GemmPlan.SerialWork) workers = Workers.None;
        if (m == 1 && GemmPlan.ReadsBInRows(b, n, k))
        {
            int columns = GemmPlan.OneRowColumns(n, workers.Active);
            workers.For((n + columns - 1) / columns, new OneRow<T>(a, b, c, n, k, columns, bias, accumulate));
            return;
        }
        bool skipsZeros = SkipsZeros<T>(a, b, m, n, k, workers), packsB = GemmPlan.PacksB(b, m, skipsZeros);
        if (!skipsZeros && GemmPlan.ComputesTransposed(a, b, m, n, k))
        {
            MultiplyAsTranspose<T>(a, b, c, ldc, m, n, k, bias, accumulate, workers);
            return;
        }
        int mr = skipsZeros ? NonzeroSteps.Rows : GemmPlan.TileRows(T.Lanes, n);
        int width = skipsZeros ? GemmPlan.SparseWidth(T.Lanes, n) : GemmPlan.PanelWidth(T.Lanes, n);
        float[] packed = ArrayPool<float>.Shared.Rent(AlignedBuffer.MostFor(Panels<T>.PackedSize(n, k, width, packsB)));
        try
        {
            var panels = new Panels<T>(b, n, k, width, packsB, AlignedBuffer.Within(packed));
            workers.For(panels.PackedCount, panels);
            int tiles = (m + mr - 1) / mr;
            if (skipsZeros) workers.For(tiles, new SparseTiles<T>(a, panels, c, ldc, bias, accumulate, m, n, k));
            else workers.For(tiles * panels.Count, new Tiles<T>(a, panels, c, ldc, bias, accumulate, m, n, k, mr));
        }
        finally
        {
            ArrayPool<float>.Shared.Return(packed);
        }
    }

    /// <summary>Whether steps of k in which the rows of a tile are all zero are left out. Their terms are zero, too, unless B is not finite there.</summary>
    internal static bool SkipsZeros<T>(MatrixView a, MatrixView b, int m, int n, int k, Workers workers) where T : struct, ISimd<T> =>
        T.Lanes > 1 && GemmPlan.MaySkipZeros(m, n, k) && NonzeroSteps.AreFew(a, m, k) && Finite.Are(b, k, n, workers);

    /// <summary>C as the transpose of Bᵀ·Aᵀ: lanes run along the rows of C. Sums are the same, so are the bits.</summary>
    private static void MultiplyAsTranspose<T>(
        MatrixView a, MatrixView b, Span<float> c, int ldc, int m, int n, int k, ReadOnlySpan<float> bias, bool accumulate, Workers workers)
        where T : struct, ISimd<T>
    {
        float[] rented = ArrayPool<float>.Shared.Rent(m * n);
        try
        {
            var turned = rented.AsSpan(0, m * n);
            for (int j = 0; j < n && !bias.IsEmpty; j++)
                turned.Slice(j * m, m).Fill(bias[j]);
            if (accumulate) Transposition.Copy(c, ldc, turned, m, m, n);
            Multiply<T>(b.Transpose(), a.Transpose(), turned, m, n, m, k, default, accumulate || !bias.IsEmpty, workers);
            Transposition.Copy(turned, m, c, ldc, n, m);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(rented);
        }
    }
}
