using System.Numerics.Tensors;

namespace ScratchNN.Kernels;

/// <summary>Whether a matrix holds neither NaN nor infinity.</summary>
internal static class Finite
{
    private const int MinimumFloats = 1 << 14; // for another thread

    /// <param name="x">The matrix; elements of a row, or of a column, next to one another.</param>
    /// <param name="rows">Its rows.</param><param name="columns">Its columns.</param><param name="workers">The threads.</param>
    public static bool Is(Matrix x, int rows, int columns, Workers workers)
    {
        if (x.ColumnStride != 1) return Is(x.Transpose(), columns, rows, workers);
        Span<bool> isBad = stackalloc bool[1];
        workers.For(rows, new Scan(x, columns, isBad), 1 + (MinimumFloats / columns));
        return !isBad[0];
    }

    /// <summary>All workers write the same answer.</summary>
    private readonly ref struct Scan(Matrix x, int columns, Span<bool> isBad) : IRowKernel
    {
        private readonly Matrix _x = x;
        private readonly Span<bool> _isBad = isBad;

        public void Run(int firstRow, int endRow)
        {
            if (_x.RowStride == columns)
            {
                if (!TensorPrimitives.IsFiniteAll(_x.Values[(firstRow * columns)..(endRow * columns)])) _isBad[0] = true;
                return;
            }
            for (int i = firstRow; i < endRow && !_isBad[0]; i++)
                if (!TensorPrimitives.IsFiniteAll(_x.Values.Slice(i * _x.RowStride, columns))) _isBad[0] = true;
        }
    }
}
