using ScratchNN.Kernels;

namespace ScratchNN.Numerics;

/// <summary>MatrixView products of float spans, row-major: what <c>TensorPrimitives</c> lacks.</summary>
/// <remarks>
/// The bits of C[i, j] depend on k, row i of A and column j of B alone: not on the other rows, the number of workers or the vector
/// width. NaN and infinity propagate. CPUs without FMA give different but equally reproducible results.
/// <para>Steps of k in which 2 rows of A next to one another are both zero are left out where they are many (images with dark margins, rows that
/// are one-hot or padded), which gives the same bits sooner.</para>
/// <para>A matrix may be part of a larger one: lda, ldb and ldc, called as in BLAS, tell how far apart its rows begin. C may be beside A or B
/// in the same rows of one array, but shares no element with A, B or the bias.</para>
/// </remarks>
public static class Gemm
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
    /// <param name="ldc">Floats from a row of C to the next, likewise; the values between rows of C are left alone.</param>
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

        GemmKernels.Multiply(a.View, b.View, c, result.RowStride, m, n, k, bias, accumulate, workers ?? Workers.None);
    }
}
