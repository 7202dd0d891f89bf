using System.Buffers;
using System.Runtime.CompilerServices;

namespace ScratchNN.Kernels;

internal static partial class RowKernels
{
    /// <summary><see cref="SoftmaxOfChunk"/> for rows of at least 16, row by row.</summary>
    /// <remarks>The last register of a row overlaps the one before it, and is read first, so that x and y may be the same.</remarks>
    private static void SoftmaxByRow(
        ReadOnlySpan<float> x, Span<float> y, ReadOnlySpan<float> totals, Span<float> maxima, Span<float> sums, int columns)
    {
        float[]? scratch = y.IsEmpty ? ArrayPool<float>.Shared.Rent(x.Length) : null;
        var e = scratch == null ? y : scratch.AsSpan(0, x.Length);
        Simd.Run(new RowExponentials(x, e, maxima, columns));
        Sum(e, sums[..(x.Length / columns)], columns);
        if (scratch == null) Simd.Run(new Scaling(y, totals, sums, columns));
        else ArrayPool<float>.Shared.Return(scratch);
    }

    /// <summary>maxima = max x and e = exp(x − max x) of each row. Meanwhile what follows x and e travels to the cache.</summary>
    private readonly ref struct RowExponentials(ReadOnlySpan<float> x, Span<float> e, Span<float> maxima, int columns) : ISimdKernel
    {
        private readonly ReadOnlySpan<float> _x = x;
        private readonly Span<float> _e = e, _maxima = maxima;

        [MethodImpl(Simd.Compiled)]
        public void Run<T>() where T : struct, ISimd<T>
        {
            for (int i = 0, row = 0; row < _x.Length; i++, row += columns)
            {
                int last = row + columns - T.Lanes;
                T tail = T.Load(in _x.At(last)), widest = tail;
                for (int j = row; j < last; j += T.Lanes)
                    widest = T.Max(widest, T.Load(in _x.At(j)));
                _maxima[i] = widest.Largest();

                T max = T.Broadcast(_maxima[i]);
                tail = Exponential.Exp(tail - max);
                for (int j = row; j < last; j += T.Lanes)
                {
                    Simd.Prefetch(in _x.At(_x.Length + j));
                    Simd.Prefetch(in _e.At(_e.Length + j));
                    Exponential.Exp(T.Load(in _x.At(j)) - max).Store(ref _e.At(j));
                }
                tail.Store(ref _e.At(last));
            }
        }
    }

    /// <summary>y = y·total / sum in each row.</summary>
    private readonly ref struct Scaling(Span<float> y, ReadOnlySpan<float> totals, ReadOnlySpan<float> sums, int columns) : ISimdKernel
    {
        private readonly Span<float> _y = y;
        private readonly ReadOnlySpan<float> _totals = totals, _sums = sums;

        [MethodImpl(Simd.Compiled)]
        public void Run<T>() where T : struct, ISimd<T>
        {
            for (int i = 0, row = 0; row < _y.Length; i++, row += columns)
            {
                int last = row + columns - T.Lanes;
                T factor = T.Broadcast(_totals[i] / _sums[i]), tail = T.Load(in _y.At(last)) * factor;
                for (int j = row; j < last; j += T.Lanes)
                    (T.Load(in _y.At(j)) * factor).Store(ref _y.At(j));
                tail.Store(ref _y.At(last));
            }
        }
    }
}
