using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

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

        [MethodImpl(Simd.Compiled)]
        public void Run(int firstRow, int endRow)
        {
            int step = RowsPerChunk(columns);
            Span<float> maxima = stackalloc float[WholeRegisters(step)], sums = stackalloc float[WholeRegisters(step)];
            for (int first = firstRow; first < endRow; first += step)
            {
                int rows = Math.Min(step, endRow - first), start = first * columns, length = rows * columns;
                SoftmaxOfChunk(_x.Slice(start, length), [], [], maxima, sums, columns);
                Logarithms(sums[..rows]);
                for (int i = 0; i < rows; i++)
                {
                    var x = _x.Slice(start + (i * columns), columns);
                    var y = _y.Slice(start + (i * columns), columns);
                    TensorPrimitives.Subtract(x, maxima[i], y);
                    TensorPrimitives.Subtract(y, sums[i], y);
                }
            }
        }
    }

    private readonly ref struct LogSumExpRows(ReadOnlySpan<float> x, Span<float> y, int columns) : IRowKernel
    {
        private readonly ReadOnlySpan<float> _x = x;
        private readonly Span<float> _y = y;

        [MethodImpl(Simd.Compiled)]
        public void Run(int firstRow, int endRow)
        {
            int step = RowsPerChunk(columns);
            Span<float> maxima = stackalloc float[WholeRegisters(step)], sums = stackalloc float[WholeRegisters(step)];
            for (int first = firstRow; first < endRow; first += step)
            {
                int rows = Math.Min(step, endRow - first), start = first * columns;
                var x = _x.Slice(start, rows * columns);
                SoftmaxOfChunk(x, [], [], maxima, sums, columns);
                Logarithms(sums[..rows]);
                for (int i = 0; i < rows; i++) // an infinite maximum is the result, unless there is a NaN
                    _y[first + i] = float.IsFinite(maxima[i]) ? maxima[i] + sums[i] : TensorPrimitives.Max<float>(x.Slice(i * columns, columns));
            }
        }
    }
}
