using System.Buffers;
using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>MatrixView products of float spans, row-major: what <c>TensorPrimitives</c> lacks.</summary>
/// <remarks>
/// The bits of C[i, j] depend on k, row i of A and column j of B alone: not on the other rows, the number of workers or the vector
/// width. NaN and infinity propagate. Where the machine has no fused multiply-add, the bits are a second set.
/// <para>Steps of k in which 2 rows of A next to one another are both zero are left out where they are many (images with dark margins, rows that
/// are one-hot or padded), which gives the same bits sooner.</para>
/// <para>A matrix may be part of a larger one: lda, ldb and ldc, called as in BLAS, tell how far apart its rows begin. C may stand beside A or B
/// in the same rows of one array, but shares no element with A, B or the bias.</para>
/// </remarks>
public static partial class Gemm
{
    /// <summary>C = A·B (+ bias), or C += A·B.</summary>
    /// <param name="a">A, [m × k].</param>
    /// <param name="b">B, [k × n].</param>
    /// <param name="c">C, [m × n]; read only if <paramref name="accumulate"/>.</param>
    /// <param name="m">Rows of A and C, ≥ 0.</param>
    /// <param name="n">Columns of B and C, ≥ 0.</param>
    /// <param name="k">Columns of A, rows of B, ≥ 0.</param>
    /// <param name="bias">Added to every row of C, [n], or empty. Not together with <paramref name="accumulate"/>.</param>
    /// <param name="accumulate">Whether the product is added to C rather than assigned.</param>
    /// <param name="workers">The threads to use; by default the caller's alone.</param>
    /// <param name="lda">Floats from a row of A, as it is given, to the next; by default its columns, and no fewer.</param>
    /// <param name="ldb">Floats from a row of B to the next, likewise.</param>
    /// <param name="ldc">Floats from a row of C to the next, likewise; what stands between rows of C is left alone.</param>
    /// <exception cref="ArgumentException">A span is too short, C overlaps A, B or the bias, or bias and accumulate are both given.</exception>
    /// <exception cref="ArgumentOutOfRangeException">m, n or k is negative, or lda, ldb or ldc too small.</exception>
    public static void Multiply(
        ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c, int m, int n, int k,
        ReadOnlySpan<float> bias = default, bool accumulate = false, Workers? workers = null, int? lda = null, int? ldb = null, int? ldc = null) =>
        Run(new(a, m, k, lda, nameof(a)), new(b, k, n, ldb, nameof(b)), c, m, n, k, bias, accumulate, workers, ldc);

    /// <summary>C = Aᵀ·B (+ bias), or C += Aᵀ·B, with A given as [k × m].</summary>
    /// <inheritdoc cref="Multiply"/>
    /// <param name="a">A, [k × m].</param>
#pragma warning disable CS1573 // the other parameters are inherited
    public static void MultiplyTransposedA(
        ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c, int m, int n, int k,
        ReadOnlySpan<float> bias = default, bool accumulate = false, Workers? workers = null, int? lda = null, int? ldb = null, int? ldc = null) =>
        Run(new(a, k, m, lda, nameof(a), isTransposed: true), new(b, k, n, ldb, nameof(b)), c, m, n, k, bias, accumulate, workers, ldc);

    /// <summary>C = A·Bᵀ (+ bias), or C += A·Bᵀ, with B given as [n × k].</summary>
    /// <inheritdoc cref="Multiply"/>
    /// <param name="b">B, [n × k].</param>
    public static void MultiplyTransposedB(
        ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c, int m, int n, int k,
        ReadOnlySpan<float> bias = default, bool accumulate = false, Workers? workers = null, int? lda = null, int? ldb = null, int? ldc = null) =>
        Run(new(a, m, k, lda, nameof(a)), new(b, n, k, ldb, nameof(b), isTransposed: true), c, m, n, k, bias, accumulate, workers, ldc);
#pragma warning restore CS1573

    private static void Run(
        MatrixArgument a, MatrixArgument b, Span<float> c, int m, int n, int k, ReadOnlySpan<float> bias, bool accumulate, Workers? workers, int? ldc)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(m);
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        MatrixArgument result = new(c, m, n, ldc, nameof(c)), start = new(bias, bias.IsEmpty ? 0 : 1, n, null, nameof(bias));
        a.Require();
        b.Require();
        result.Require();
        start.Require();
        result.RequireApartFrom(a);
        result.RequireApartFrom(b);
        result.RequireApartFrom(start);
        if (!bias.IsEmpty && accumulate)
            throw new ArgumentException("A product is either added to C or to a bias, not to both: add the bias with the first product.", nameof(bias));
        if (m == 0 || n == 0) return;

        Simd.Run(new Product(a.View, b.View, c, result.RowStride, m, n, k, bias, accumulate, workers ?? Workers.None));
    }

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
