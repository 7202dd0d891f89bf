using ScratchNN.Kernels;

namespace ScratchNN.Tests.Numerics;

/// <summary>
/// One product. Its operands stand between NaN, which spoils the result if it is read; C stands between sentinels and is NaN itself
/// unless it is added to.
/// </summary>
internal sealed class GemmCase
{
    /// <summary>The threshold of the BLAS test suite for max|C − Cref| / ε / Σ|a||b|.</summary>
    public const double LargestRatio = 16;

    private const int Margin = 40; // more than the widest tile
    private readonly Product _product;
    private readonly int _m, _n, _k, _lda, _ldb, _ldc;
    private readonly int? _gapped;
    private readonly float[] _a, _b, _c, _bias;

    /// <param name="product">Which one.</param>
    /// <param name="m">Rows of C.</param>
    /// <param name="n">Columns of C.</param>
    /// <param name="k">Length of a chain.</param>
    /// <param name="map">Applied to the numbers drawn.</param><param name="gap">Floats between rows of A; B has one, C two more.</param>
    /// <param name="isZero">Which of A's elements (i, p) are 0 or −0.</param>
    public GemmCase(Product product, int m, int n, int k, Func<float, float>? map = null, int? gap = null, Func<int, int, bool>? isZero = null)
    {
        (_product, _m, _n, _k, _gapped) = (product, m, n, k, gap);
        var (aRows, aColumns) = product == Product.TransposedA ? (k, m) : (m, k);
        var (bRows, bColumns) = product == Product.TransposedB ? (n, k) : (k, n);
        (_lda, _ldb, _ldc) = (aColumns + gap ?? aColumns, bColumns + gap + 1 ?? bColumns, n + gap + 2 ?? n);
        _a = Surrounded(aRows, aColumns, _lda, 1, map);
        _b = Surrounded(bRows, bColumns, _ldb, 2, map);
        _bias = Surrounded(1, n, n, 3, map);
        if (isZero != null)
            for (int i = 0; i < m; i++)
                for (int p = 0; p < k; p++)
                    if (isZero(i, p)) _a[Margin + (product == Product.TransposedA ? (p * _lda) + i : (i * _lda) + p)] *= 0;
        _c = Draw.Filled(Length(m, n, _ldc) + (2 * Margin), float.NaN);
    }

    public bool HasBias { get; init; }
    public bool Accumulates { get; init; }
    public Workers? Workers { get; init; }

    private MatrixView A => _product == Product.TransposedA ? MatrixView.Transposed(Within(_a), _lda) : MatrixView.RowMajor(Within(_a), _lda);

    private MatrixView B => _product == Product.TransposedB ? MatrixView.Transposed(Within(_b), _ldb) : MatrixView.RowMajor(Within(_b), _ldb);

    private ReadOnlySpan<float> Bias => HasBias ? Within(_bias) : default;

    /// <summary>1/8 to 4, of either sign: sums of hundreds of products are exact.</summary>
    public static float PowerOfTwo(float value) => MathF.CopySign(MathF.ScaleB(1, Math.Clamp(Math.ILogB(value), -3, 2)), value);

    /// <summary>Steps in which 8 rows are all zero, others for each third such 8, and columns of zeros within the tiles that are not.</summary>
    public static bool ManyZeros(int i, int p) => p * 7 % 5 < 4 - (i / 8 % 3) || (i + p) % 11 == 0;

    /// <summary>Whether steps of zeros are left out.</summary>
    public bool SkipsZeros<T>() where T : struct, ISimd<T> => GemmKernels.SkipsZeros<T>(A, B, _m, _n, _k, ScratchNN.Numerics.Workers.None);

    /// <summary>The public product.</summary>
    public void Multiply()
    {
        if (_gapped == null) Call(_product, _a.AsSpan(Margin), _b.AsSpan(Margin), _c.AsSpan(Margin), _m, _n, _k, Bias, Accumulates, Workers);
        else Call(_product, Within(_a), Within(_b), Within(_c), _m, _n, _k, Bias, Accumulates, Workers, _lda, _ldb, _ldc);
    }

    /// <summary>The product at one width.</summary>
    public void Multiply<T>() where T : struct, ISimd<T>
    {
        if (_m > 0 && _n > 0)
            GemmKernels.Multiply<T>(A, B, Within(_c), _ldc, _m, _n, _k, Bias, Accumulates, Workers ?? ScratchNN.Numerics.Workers.None);
    }

    public void AssertMatchesReference(Action<GemmCase> multiply)
    {
        if (Accumulates) Place(Draw.Normal(_m * _n, 4), _c, _n, _ldc);
        float[] expected = [.. _c];
        GemmKernels.Reference(A, B, Within(expected), _ldc, _m, _n, _k, Bias, Accumulates);

        multiply(this);

        Bits.AssertEqual(expected, _c, $"{_product} {_m} × {_n} × {_k}, rows {_lda}, {_ldb}, {_ldc} apart, C with margins of {Margin}");
    }

    /// <summary>max|C − Cref| / ε / Σ|a||b| with Cref in double.</summary>
    public double ErrorRatio()
    {
        Multiply();
        double worst = 0;
        for (int i = 0; i < _m; i++)
            for (int j = 0; j < _n; j++)
            {
                double exact = 0, magnitude = 0;
                for (int p = 0; p < _k; p++)
                {
                    double term = (double)A[i, p] * B[p, j];
                    exact += term;
                    magnitude += Math.Abs(term);
                }
                worst = Math.Max(worst, Math.Abs(_c[Margin + (i * _ldc) + j] - exact) / Math.ScaleB(1, -23) / magnitude);
            }
        return worst;
    }

    public static void Call(
        Product product, ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c, int m, int n, int k,
        ReadOnlySpan<float> bias = default, bool accumulate = false, Workers? workers = null, int? lda = null, int? ldb = null, int? ldc = null)
    {
        if (product == Product.Plain) Gemm.Multiply(a, b, c, m, n, k, bias, accumulate, workers, lda, ldb, ldc);
        else if (product == Product.TransposedA) Gemm.MultiplyTransposedA(a, b, c, m, n, k, bias, accumulate, workers, lda, ldb, ldc);
        else Gemm.MultiplyTransposedB(a, b, c, m, n, k, bias, accumulate, workers, lda, ldb, ldc);
    }

    private static Span<float> Within(float[] values) => values.AsSpan(Margin..^Margin);

    /// <summary>To the last element: no gap behind the last row.</summary>
    private static int Length(int rows, int columns, int stride) => rows == 0 || columns == 0 ? 0 : ((rows - 1) * stride) + columns;

    private static float[] Surrounded(int rows, int columns, int stride, ulong seed, Func<float, float>? map)
    {
        float[] values = Draw.Filled(Length(rows, columns, stride) + (2 * Margin), float.NaN), drawn = Draw.Normal(rows * columns, seed);
        if (map != null) drawn = [.. drawn.Select(map)];
        Place(drawn, values, columns, stride);
        return values;
    }

    private static void Place(float[] drawn, float[] values, int columns, int stride)
    {
        for (int i = 0; i < drawn.Length; i++)
            values[Margin + (i / columns * stride) + (i % columns)] = drawn[i];
    }
}
