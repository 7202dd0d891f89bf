using System.Numerics.Tensors;

namespace ScratchNN.Kernels;

internal static partial class RowKernels
{
    /// <summary>y = softmax(x) row by row. x and y may be the same.</summary>
    public static void Softmax(ReadOnlySpan<float> x, Span<float> y, int columns, Workers workers) =>
        workers.For(x.Length / columns, new SoftmaxRows(x, y, columns), MinimumRows(columns));

    /// <summary>dx = y ⊙ (dy − Σ y·dy) row by row: the Jacobian of softmax times dy.</summary>
    public static void SoftmaxGradient(ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx, int columns, Workers workers) =>
        workers.For(y.Length / columns, new SoftmaxGradientRows(y, dy, dx, columns), MinimumRows(columns));

    private readonly ref struct SoftmaxRows(ReadOnlySpan<float> x, Span<float> y, int columns) : IRowKernel
    {
        private readonly ReadOnlySpan<float> _x = x;
        private readonly Span<float> _y = y;

        public void Run(int firstRow, int endRow)
        {
            int step = RowsPerChunk(columns);
            Span<float> totals = stackalloc float[WholeRegisters(step)], maxima = stackalloc float[WholeRegisters(step)],
                sums = stackalloc float[WholeRegisters(step)];
            totals.Fill(1);
            for (int first = firstRow; first < endRow; first += step)
            {
                int start = first * columns, length = Math.Min(step, endRow - first) * columns;
                SoftmaxOfChunk(_x.Slice(start, length), _y.Slice(start, length), totals, maxima, sums, columns);
            }
        }
    }

    private readonly ref struct SoftmaxGradientRows(ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx, int columns) : IRowKernel
    {
        private readonly ReadOnlySpan<float> _y = y, _dy = dy;
        private readonly Span<float> _dx = dx;

        public void Run(int firstRow, int endRow)
        {
            for (int row = firstRow; row < endRow; row++)
            {
                var y = _y.Slice(row * columns, columns);
                var dy = _dy.Slice(row * columns, columns);
                var dx = _dx.Slice(row * columns, columns);
                TensorPrimitives.Multiply(y, dy, dx);
                TensorPrimitives.Subtract(dy, Sum(dx), dx);
                TensorPrimitives.Multiply(dx, y, dx);
            }
        }
    }
}
