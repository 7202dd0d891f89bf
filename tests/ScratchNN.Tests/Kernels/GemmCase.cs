using ScratchNN.Kernels;

namespace ScratchNN.Tests.Kernels;

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
    private readonly int _m, _n, _k;
    private readonly float[] _a, _b, _c, _bias;

    public GemmCase(Product product, int m, int n, int k, Func<float, float>? map = null)
    {
        (_product, _m, _n, _k) = (product, m, n, k);
        _a = Surrounded(m * k, 1, map);
        _b = Surrounded(k * n, 2, map);
        _bias = Surrounded(n, 3, map);
        _c = Draw.Filled((m * n) + (2 * Margin), float.NaN);
    }

    public bool HasBias { get; init; }
    public bool Accumulates { get; init; }
    public Workers? Workers { get; init; }

    private Matrix A => _product == Product.TransposedA ? Matrix.Transposed(Within(_a, _m * _k), _m) : Matrix.RowMajor(Within(_a, _m * _k), _k);

    private Matrix B => _product == Product.TransposedB ? Matrix.Transposed(Within(_b, _k * _n), _k) : Matrix.RowMajor(Within(_b, _k * _n), _n);

    /// <summary>1/8 to 4, of either sign: sums of hundreds of products are exact.</summary>
    public static float PowerOfTwo(float value) => MathF.CopySign(MathF.ScaleB(1, Math.Clamp(Math.ILogB(value), -3, 2)), value);

    /// <summary>The public product.</summary>
    public void Multiply() => Call(
        _product, _a.AsSpan(Margin), _b.AsSpan(Margin), _c.AsSpan(Margin), _m, _n, _k, HasBias ? _bias.AsSpan(Margin) : default, Accumulates, Workers);

    /// <summary>The product at one width.</summary>
    public void Multiply<T>() where T : struct, ISimd<T>
    {
        if (_m > 0 && _n > 0)
            Gemm.Multiply<T>(A, B, Within(_c, _m * _n), _m, _n, _k, HasBias ? Within(_bias, _n) : default, Accumulates, Workers ?? Workers.None);
    }

    public void AssertMatchesReference(Action<GemmCase> multiply)
    {
        var c = Within(_c, _m * _n);
        if (Accumulates) Draw.Normal(c.Length, 4).CopyTo(c);
        float[] expected = [.. _c];
        Gemm.Reference(A, B, Within(expected, _m * _n), _m, _n, _k, HasBias ? Within(_bias, _n) : default, Accumulates);

        multiply(this);

        Bits.AssertEqual(expected, _c, $"{_product} {_m} × {_n} × {_k}, C with margins of {Margin}");
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
                worst = Math.Max(worst, Math.Abs(_c[Margin + (i * _n) + j] - exact) / Math.ScaleB(1, -23) / magnitude);
            }
        return worst;
    }

    public static void Call(
        Product product, ReadOnlySpan<float> a, ReadOnlySpan<float> b, Span<float> c, int m, int n, int k,
        ReadOnlySpan<float> bias = default, bool accumulate = false, Workers? workers = null)
    {
        if (product == Product.Plain) Gemm.Multiply(a, b, c, m, n, k, bias, accumulate, workers);
        else if (product == Product.TransposedA) Gemm.MultiplyTransposedA(a, b, c, m, n, k, bias, accumulate, workers);
        else Gemm.MultiplyTransposedB(a, b, c, m, n, k, bias, accumulate, workers);
    }

    private static Span<float> Within(float[] values, int length) => values.AsSpan(Margin, length);

    private static float[] Surrounded(int length, ulong seed, Func<float, float>? map)
    {
        float[] values = Draw.Filled(length + (2 * Margin), float.NaN);
        float[] drawn = Draw.Normal(length, seed);
        if (map != null) drawn = [.. drawn.Select(map)];
        drawn.CopyTo(values, Margin);
        return values;
    }
}
