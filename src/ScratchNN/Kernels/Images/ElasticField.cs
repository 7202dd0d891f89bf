using System.Runtime.CompilerServices;

namespace ScratchNN.Kernels;

/// <summary>
/// Random displacements, smoothed by a Gaussian: P. Simard, D. Steinkraus, J. Platt: Best practices for convolutional neural networks, ICDAR 2003.
/// </summary>
/// <param name="weights">The Gaussian from its middle on: <see cref="Weights"/>.</param>
/// <param name="scale">What smoothed numbers, uniform in ±1 before, are multiplied by.</param>
internal readonly struct ElasticField(float[] weights, float scale) : IDistortion
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>exp(−d² / 2σ²) for distances 0 to ⌈3σ⌉, such that the whole sums to 1.</summary>
    public static float[] Weights(double sigma)
    {
        float[] weights = new float[1 + (int)Math.Ceiling(3 * sigma)];
        double sum = 0;
        for (int d = 0; d < weights.Length; d++)
        {
            weights[d] = Exponential.Exp((float)(-(double)d * d / (2 * sigma * sigma)));
            sum += d == 0 ? weights[d] : 2.0 * weights[d];
        }
        for (int d = 0; d < weights.Length; d++) weights[d] = (float)(weights[d] / sum);
        return weights;
    }

    /// <summary>A field, and a line with a margin on both sides.</summary>
    public long ScratchSize(int height, int width) => ((long)height * width) + width + (2 * Margin(width));

    /// <summary>
    /// Number i of the row moves pixel i to the right, number n + i down, with n = height·width up to a multiple of 4: uniform in ±1, smoothed, times the
    /// scale.
    /// </summary>
    public void Draw(ulong seed, ulong row, int height, int width, Span<float> x, Span<float> y, Span<float> scratch)
    {
        int size = height * width, blocks = (size + 3) / 4;
        Smooth(x[..size], height, width, seed, row, 0, scratch);
        Smooth(y[..size], height, width, seed, row, (ulong)blocks, scratch);
        AddPlaces(x, y, height, width);
    }

    private int Margin(int length) => Math.Min(weights.Length, length) - 1; // what lies further than the image adds nothing

    private void Smooth(Span<float> field, int height, int width, ulong seed, ulong row, ulong firstBlock, Span<float> scratch)
    {
        Span<float> lines = scratch[..field.Length], padded = scratch.Slice(field.Length, width + (2 * Margin(width)));
        Philox.FillUniform(field, seed, row, firstBlock);
        padded.Clear();
        for (int i = 0; i < height; i++)
        {
            Simd.ForEach(new Centred(field.Slice(i * width, width), padded.Slice(Margin(width), width)), width);
            Simd.ForEach(new Taps(padded, lines.Slice(i * width, width), weights.AsSpan(0, 1 + Margin(width))), width);
        }
        for (int i = 0; i < height; i++) // down: whole lines at once, as many as there are on both sides
            Simd.ForEach(new Column(lines, field.Slice(i * width, width), weights, i, height, width, scale), width);
    }

    private static void AddPlaces(Span<float> x, Span<float> y, int height, int width)
    {
        for (int row = 0, i = 0; row < height; row++)
            for (int column = 0; column < width; column++, i++)
            {
                x[i] += column;
                y[i] += row;
            }
    }

    /// <summary>2·u − 1.</summary>
    private readonly ref struct Centred(ReadOnlySpan<float> u, Span<float> y) : IElementwise
    {
        private readonly ReadOnlySpan<float> _u = u;
        private readonly Span<float> _y = y;

        [MethodImpl(Inline)]
        public void Apply<T>(int i) where T : struct, ISimd<T>
        {
            T u = T.Load(in _u.At(i));
            (u + u - T.Broadcast(1)).Store(ref _y.At(i));
        }
    }

    /// <summary>y[i] = w₀·x[i] + Σ w_d·(x[i − d] + x[i + d]), with a margin about x.</summary>
    private readonly ref struct Taps(ReadOnlySpan<float> x, Span<float> y, ReadOnlySpan<float> weights) : IElementwise
    {
        private readonly ReadOnlySpan<float> _x = x, _weights = weights;
        private readonly Span<float> _y = y;

        [MethodImpl(Inline)]
        public void Apply<T>(int i) where T : struct, ISimd<T>
        {
            int at = i + _weights.Length - 1;
            T sum = T.Load(in _x.At(at)) * T.Broadcast(_weights[0]);
            for (int d = 1; d < _weights.Length; d++)
                sum = T.MultiplyAdd(T.Load(in _x.At(at - d)) + T.Load(in _x.At(at + d)), T.Broadcast(_weights[d]), sum);
            sum.Store(ref _y.At(i));
        }
    }

    /// <summary>The same from line to line, where there are zeros beyond the first and the last, times the scale.</summary>
    private readonly ref struct Column(ReadOnlySpan<float> x, Span<float> y, ReadOnlySpan<float> weights, int line, int height, int width, float scale)
        : IElementwise
    {
        private readonly ReadOnlySpan<float> _x = x, _weights = weights;
        private readonly Span<float> _y = y;

        [MethodImpl(Inline)]
        public void Apply<T>(int i) where T : struct, ISimd<T>
        {
            int at = (line * width) + i;
            T sum = T.Load(in _x.At(at)) * T.Broadcast(_weights[0]);
            for (int d = 1; d < _weights.Length; d++)
            {
                T weight = T.Broadcast(_weights[d]);
                if (line >= d) sum = T.MultiplyAdd(T.Load(in _x.At(at - (d * width))), weight, sum);
                if (line + d < height) sum = T.MultiplyAdd(T.Load(in _x.At(at + (d * width))), weight, sum);
            }
            (sum * T.Broadcast(scale)).Store(ref _y.At(i));
        }
    }
}
