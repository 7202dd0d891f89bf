using System.Runtime.CompilerServices;

namespace ScratchNN.Kernels;

internal static partial class RowKernels
{
    /// <summary>Each row less the means, over the deviations: z = (t − m) / d.</summary>
    /// <param name="t">Rows.</param><param name="z">As many, assigned. May be t.</param>
    /// <param name="mean">One for each column.</param><param name="deviation">Likewise.</param><param name="workers">The threads.</param>
    public static void Standardize(ReadOnlySpan<float> t, Span<float> z, ReadOnlySpan<float> mean, ReadOnlySpan<float> deviation, Workers workers) =>
        workers.For(t.Length / mean.Length, new StandardizedRows(t, z, mean, deviation), MinimumRows(mean.Length));

    /// <summary>The way back: y = m + d·z.</summary>
    /// <param name="z">Rows.</param><param name="y">As many, assigned. May be z.</param>
    /// <param name="mean">One for each column.</param><param name="deviation">Likewise.</param><param name="workers">The threads.</param>
    public static void Unstandardize(ReadOnlySpan<float> z, Span<float> y, ReadOnlySpan<float> mean, ReadOnlySpan<float> deviation, Workers workers) =>
        workers.For(z.Length / mean.Length, new UnstandardizedRows(z, y, mean, deviation), MinimumRows(mean.Length));

    private readonly ref struct StandardizedRows(ReadOnlySpan<float> t, Span<float> z, ReadOnlySpan<float> mean, ReadOnlySpan<float> deviation) : IRowKernel
    {
        private readonly ReadOnlySpan<float> _t = t, _mean = mean, _deviation = deviation;
        private readonly Span<float> _z = z;

        public void Run(int firstRow, int endRow)
        {
            int columns = _mean.Length;
            for (int row = firstRow; row < endRow; row++)
                Simd.ForEach(new StandardizedRow(_t.Slice(row * columns, columns), _z.Slice(row * columns, columns), _mean, _deviation[..columns]), columns);
        }
    }

    private readonly ref struct UnstandardizedRows(ReadOnlySpan<float> z, Span<float> y, ReadOnlySpan<float> mean, ReadOnlySpan<float> deviation) : IRowKernel
    {
        private readonly ReadOnlySpan<float> _z = z, _mean = mean, _deviation = deviation;
        private readonly Span<float> _y = y;

        public void Run(int firstRow, int endRow)
        {
            int columns = _mean.Length;
            for (int row = firstRow; row < endRow; row++)
                Simd.ForEach(new UnstandardizedRow(_z.Slice(row * columns, columns), _y.Slice(row * columns, columns), _mean, _deviation[..columns]), columns);
        }
    }

    private readonly ref struct StandardizedRow(ReadOnlySpan<float> t, Span<float> z, ReadOnlySpan<float> mean, ReadOnlySpan<float> deviation) : IElementwise
    {
        private readonly ReadOnlySpan<float> _t = t, _mean = mean, _deviation = deviation;
        private readonly Span<float> _z = z;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<T>(int i) where T : struct, ISimd<T> =>
            ((T.Load(in _t.At(i)) - T.Load(in _mean.At(i))) / T.Load(in _deviation.At(i))).Store(ref _z.At(i));
    }

    private readonly ref struct UnstandardizedRow(ReadOnlySpan<float> z, Span<float> y, ReadOnlySpan<float> mean, ReadOnlySpan<float> deviation) : IElementwise
    {
        private readonly ReadOnlySpan<float> _z = z, _mean = mean, _deviation = deviation;
        private readonly Span<float> _y = y;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<T>(int i) where T : struct, ISimd<T> =>
            T.MultiplyAdd(T.Load(in _deviation.At(i)), T.Load(in _z.At(i)), T.Load(in _mean.At(i))).Store(ref _y.At(i));
    }
}
