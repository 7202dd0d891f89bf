using System.Buffers;
using System.Runtime.CompilerServices;

namespace ScratchNN.Kernels;

internal static partial class RowKernels
{
    /// <summary><see cref="SoftmaxOfChunk"/> for rows of less than 16, a row in each lane.</summary>
    private static void SoftmaxByLane(
        ReadOnlySpan<float> x, Span<float> y, ReadOnlySpan<float> totals, Span<float> maxima, Span<float> sums, int columns)
    {
        int rows = x.Length / columns, stride = WholeRegisters(rows);
        float[] scratch = ArrayPool<float>.Shared.Rent(AlignedBuffer.MostFor(stride * columns));
        var e = AlignedBuffer.Within(scratch)[..(stride * columns)]; // the lanes behind the last row compute what nobody reads
        Transposition.Copy(x, columns, e, stride, rows, columns);
        Simd.Run(new LaneSoftmax(e, totals.IsEmpty ? totals : totals[..stride], maxima[..stride], sums[..stride], rows, x, y.IsEmpty ? x : y));
        if (!y.IsEmpty) Transposition.Copy(e, stride, y, columns, columns, rows);
        ArrayPool<float>.Shared.Return(scratch);
    }

    /// <summary>
    /// e, x transposed, becomes exp(x − max x), times total / Σ where there are totals; maxima and sums are assigned, the lanes behind the last row too.
    /// Meanwhile what follows x and y travels to the cache.
    /// </summary>
    private readonly ref struct LaneSoftmax(
        Span<float> e, ReadOnlySpan<float> totals, Span<float> maxima, Span<float> sums, int rows, ReadOnlySpan<float> x, ReadOnlySpan<float> y) : ISimdKernel
    {
        private readonly Span<float> _e = e, _maxima = maxima, _sums = sums;
        private readonly ReadOnlySpan<float> _totals = totals, _x = x, _y = y;

        [MethodImpl(Simd.Compiled)]
        public void Run<T>() where T : struct, ISimd<T>
        {
            int end = _e.Length, stride = _sums.Length, next = 0;
            for (int row = 0; row < rows; row += T.Lanes)
            {
                T max = T.Load(in _e.At(row));
                for (int i = row + stride; i < end; i += stride)
                    max = T.Max(max, T.Load(in _e.At(i)));
                max.Store(ref _maxima.At(row));

                T sum = T.Broadcast(0);
                for (int i = row; i < end; i += stride, next += T.Lanes)
                {
                    Simd.Prefetch(in _x.At(_x.Length + next));
                    Simd.Prefetch(in _y.At(_y.Length + next));
                    T e = Exponential.Exp(T.Load(in _e.At(i)) - max);
                    sum += e;
                    e.Store(ref _e.At(i));
                }
                sum.Store(ref _sums.At(row));

                if (_totals.IsEmpty) continue;
                T factor = T.Load(in _totals.At(row)) / sum;
                for (int i = row; i < end; i += stride)
                    (T.Load(in _e.At(i)) * factor).Store(ref _e.At(i));
            }
        }
    }
}
