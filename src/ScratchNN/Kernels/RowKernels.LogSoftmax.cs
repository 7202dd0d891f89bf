using System.Buffers;
using System.Numerics.Tensors;

namespace ScratchNN.Kernels;

internal static partial class RowKernels
{
    /// <summary>y = x − max x − ln Σ exp(x − max x) row by row. x and y may be the same.</summary>
    public static void LogSoftmax(ReadOnlySpan<float> x, Span<float> y, int columns, Workers workers) =>
        workers.For(x.Length / columns, new LogSoftmaxRows(x, y, columns), MinimumRows(columns));

    /// <summary>y [rows] = max x + ln Σ exp(x − max x) of each row.</summary>
    public static void LogSumExp(ReadOnlySpan<float> x, Span<float> y, int columns, Workers workers) =>
        workers.For(x.Length / columns, new LogSumExpRows(x, y, columns), MinimumRows(columns));

    private readonly ref struct LogSoftmaxRows(ReadOnlySpan<float> x, Span<float> y, int columns) : IRowKernel
    {
        private readonly ReadOnlySpan<float> _x = x;
        private readonly Span<float> _y = y;

        public void Run(int firstRow, int endRow)
        {
            int step = RowsPerChunk(columns);
            float[] e = ArrayPool<float>.Shared.Rent(step * columns);
            Span<float> sums = stackalloc float[step];
            for (int first = firstRow; first < endRow; first += step)
            {
                int rows = Math.Min(step, endRow - first), start = first * columns, length = rows * columns;
                var y = _y.Slice(start, length);
                SubtractMaxima(_x.Slice(start, length), y, columns);
                Exponentials(y, e.AsSpan(0, length), _x[(start + length)..]);
                Sum(e.AsSpan(0, length), sums, columns);
                Logarithms(sums[..rows]);
                for (int i = 0; i < rows; i++)
                {
                    var row = y.Slice(i * columns, columns);
                    TensorPrimitives.Subtract(row, sums[i], row);
                }
            }
            ArrayPool<float>.Shared.Return(e);
        }
    }

    private readonly ref struct LogSumExpRows(ReadOnlySpan<float> x, Span<float> y, int columns) : IRowKernel
    {
        private readonly ReadOnlySpan<float> _x = x;
        private readonly Span<float> _y = y;

        public void Run(int firstRow, int endRow)
        {
            int step = RowsPerChunk(columns);
            float[] scratch = ArrayPool<float>.Shared.Rent(step * columns);
            Span<float> maxima = stackalloc float[step];
            for (int first = firstRow; first < endRow; first += step)
            {
                int rows = Math.Min(step, endRow - first), start = first * columns, length = rows * columns;
                var x = _x.Slice(start, length);
                Span<float> e = scratch.AsSpan(0, length), y = _y.Slice(first, rows);
                SubtractMaxima(x, e, columns, maxima);
                Exponentials(e, e, _x[(start + length)..]);
                Sum(e, y, columns);
                Logarithms(y);
                for (int i = 0; i < rows; i++) // an infinite maximum is the result, unless there is a NaN
                    y[i] = float.IsFinite(maxima[i]) ? maxima[i] + y[i] : TensorPrimitives.Max<float>(x.Slice(i * columns, columns));
            }
            ArrayPool<float>.Shared.Return(scratch);
        }
    }
}
