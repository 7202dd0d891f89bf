using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace ScratchNN.Kernels;

/// <summary>Layer normalisation: each row of a matrix [rows × channels] by its own mean and variance.</summary>
internal static class LayerNormalization
{
    private const int FloatsPerWorker = 4096; // about 3 µs of four passes over a row

    /// <summary>x̂ = (x − μ)·r and y = γ·x̂ + β, with r = 1 / √(σ² + ε) of each row; r is NaN where σ² is not finite.</summary>
    public static void Normalize(
        ReadOnlySpan<float> x, Span<float> normalized, Span<float> y, Span<float> inverse, ReadOnlySpan<float> gamma, ReadOnlySpan<float> beta, double epsilon,
            Workers workers) =>
        workers.For(inverse.Length, new NormalizedRows(x, normalized, y, inverse, gamma, beta[..gamma.Length], epsilon),
            Math.Max(1, FloatsPerWorker / gamma.Length));

    /// <summary>dx = r·(g − (Σ g + x̂·Σ g·x̂) / C) with g = γ·dy, row by row.</summary>
    public static void InputGradient(
        ReadOnlySpan<float> normalized, ReadOnlySpan<float> dy, Span<float> dx, ReadOnlySpan<float> inverse, ReadOnlySpan<float> gamma, Workers workers) =>
        workers.For(inverse.Length, new GradientRows(normalized, dy, dx, inverse, gamma), Math.Max(1, FloatsPerWorker / gamma.Length));

    /// <summary>dγ = Σ dy·x̂ over the rows.</summary>
    public static void ScaleGradient(ReadOnlySpan<float> normalized, ReadOnlySpan<float> dy, Span<float> dgamma, Span<float> scratch, Workers workers) =>
        Channels.Sum(new Product(normalized[..dy.Length], dy), dy.Length / dgamma.Length, dgamma, scratch, workers);

    private readonly ref struct NormalizedRows(
        ReadOnlySpan<float> x, Span<float> normalized, Span<float> y, Span<float> inverse, ReadOnlySpan<float> gamma, ReadOnlySpan<float> beta, double epsilon)
            : IRowKernel
    {
        private readonly ReadOnlySpan<float> _x = x, _gamma = gamma, _beta = beta;
        private readonly Span<float> _normalized = normalized, _y = y, _inverse = inverse;

        public void Run(int firstRow, int endRow)
        {
            int channels = _gamma.Length;
            for (int row = firstRow; row < endRow; row++)
            {
                var x = _x.Slice(row * channels, channels);
                var centred = _normalized.Slice(row * channels, channels);
                TensorPrimitives.Subtract(x, x[0], centred);                                       // so that no digits are lost far from zero,
                TensorPrimitives.Subtract(centred, RowKernels.Sum(centred) / channels, centred); // and what is constant has no spread
                float variance = (float)(Sums.OfSquares(centred) / channels);
                float inverse = float.IsFinite(variance) ? (float)(1 / Math.Sqrt(variance + epsilon)) : float.NaN;
                _inverse[row] = inverse;
                TensorPrimitives.Multiply(centred, inverse, centred);
                Simd.ForEach(new Scaled(centred, _gamma, _beta, _y.Slice(row * channels, channels)), channels);
            }
        }
    }

    private readonly ref struct Scaled(ReadOnlySpan<float> x, ReadOnlySpan<float> gamma, ReadOnlySpan<float> beta, Span<float> y) : IElementwise
    {
        private readonly ReadOnlySpan<float> _x = x, _gamma = gamma, _beta = beta;
        private readonly Span<float> _y = y;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<T>(int i)
            where T : struct, ISimd<T> => T.MultiplyAdd(T.Load(in _x.At(i)), T.Load(in _gamma.At(i)), T.Load(in _beta.At(i))).Store(ref _y.At(i));
    }

    private readonly ref struct GradientRows(ReadOnlySpan<float> normalized, ReadOnlySpan<float> dy, Span<float> dx, ReadOnlySpan<float> inverse,
        ReadOnlySpan<float> gamma) : IRowKernel
    {
        private readonly ReadOnlySpan<float> _normalized = normalized, _dy = dy, _inverse = inverse, _gamma = gamma;
        private readonly Span<float> _dx = dx;

        public void Run(int firstRow, int endRow)
        {
            int channels = _gamma.Length;
            for (int row = firstRow; row < endRow; row++)
            {
                var normalized = _normalized.Slice(row * channels, channels);
                var dy = _dy.Slice(row * channels, channels);
                var dx = _dx.Slice(row * channels, channels);
                TensorPrimitives.Multiply(dy, _gamma, dx);
                float sum = RowKernels.Sum(dx);
                TensorPrimitives.Multiply(dx, normalized, dx);
                float products = RowKernels.Sum(dx);
                Simd.ForEach(new RowGradient(normalized, dy, _gamma, dx, sum / channels, products / channels, _inverse[row]), channels);
            }
        }
    }

    private readonly ref struct RowGradient(ReadOnlySpan<float> normalized, ReadOnlySpan<float> dy, ReadOnlySpan<float> gamma, Span<float> dx, float mean,
        float product, float inverse) : IElementwise
    {
        private readonly ReadOnlySpan<float> _normalized = normalized, _dy = dy, _gamma = gamma;
        private readonly Span<float> _dx = dx;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<T>(int i) where T : struct, ISimd<T>
        {
            T common = T.MultiplyAdd(T.Load(in _normalized.At(i)), T.Broadcast(product), T.Broadcast(mean));
            (((T.Load(in _dy.At(i)) * T.Load(in _gamma.At(i))) - common) * T.Broadcast(inverse)).Store(ref _dx.At(i));
        }
    }

    private readonly ref struct Product(ReadOnlySpan<float> a, ReadOnlySpan<float> b) : IChannelTerm
    {
        private readonly ReadOnlySpan<float> _a = a, _b = b;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Of<T>(int i, int c) where T : struct, ISimd<T> => T.Load(in _a.At(i)) * T.Load(in _b.At(i));
    }
}
