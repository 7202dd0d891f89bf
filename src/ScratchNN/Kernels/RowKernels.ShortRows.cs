using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

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
        Transpose(x, columns, e, stride, rows, columns);
        Simd.Run(new LaneSoftmax(e, totals.IsEmpty ? totals : totals[..stride], maxima[..stride], sums[..stride], rows, x, y.IsEmpty ? x : y));
        if (!y.IsEmpty) Transpose(e, stride, y, columns, columns, rows);
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

    /// <summary>y[j, i] = x[i, j].</summary>
    [MethodImpl(Simd.Compiled)]
    private static void Transpose(ReadOnlySpan<float> x, int xStride, Span<float> y, int yStride, int rows, int columns)
    {
        if (Vector256.IsHardwareAccelerated && Avx.IsSupported && rows >= 8 && columns >= 4) TransposeBlocks<Float8>(x, xStride, y, yStride, rows, columns);
        else if ((Sse.IsSupported || AdvSimd.Arm64.IsSupported) && rows >= 4 && columns >= 4) TransposeBlocks<Float4>(x, xStride, y, yStride, rows, columns);
        else
            for (int i = 0; i < rows; i++)
                for (int j = 0; j < columns; j++)
                    y.At((j * yStride) + i) = x.At((i * xStride) + j);
    }

    /// <summary>Blocks of T.Lanes × 4, the last of which overlap those before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeBlocks<T>(ReadOnlySpan<float> x, nint xStride, Span<float> y, nint yStride, int rows, int columns) where T : struct, ISimd<T>, IZip<T>
    {
        for (int i = 0; i < rows; i += T.Lanes)
        {
            int row = Math.Min(i, rows - T.Lanes);
            ref float fromRow = ref Unsafe.Add(ref Unsafe.AsRef(in x.At(0)), row * xStride);
            ref float toColumn = ref y.At(row);
            for (int j = 0; j < columns; j += 4)
            {
                int column = Math.Min(j, columns - 4);
                ref float from = ref Unsafe.Add(ref fromRow, column), to = ref Unsafe.Add(ref toColumn, column * yStride);
                T a = T.Load4(ref from, 4 * xStride), b = T.Load4(ref Unsafe.Add(ref from, xStride), 4 * xStride);
                T c = T.Load4(ref Unsafe.Add(ref from, 2 * xStride), 4 * xStride), d = T.Load4(ref Unsafe.Add(ref from, 3 * xStride), 4 * xStride);
                T evenLow = T.ZipLow(a, c), oddLow = T.ZipLow(b, d), evenHigh = T.ZipHigh(a, c), oddHigh = T.ZipHigh(b, d);
                T.ZipLow(evenLow, oddLow).Store(ref to);
                T.ZipHigh(evenLow, oddLow).Store(ref Unsafe.Add(ref to, yStride));
                T.ZipLow(evenHigh, oddHigh).Store(ref Unsafe.Add(ref to, 2 * yStride));
                T.ZipHigh(evenHigh, oddHigh).Store(ref Unsafe.Add(ref to, 3 * yStride));
            }
        }
    }
}
