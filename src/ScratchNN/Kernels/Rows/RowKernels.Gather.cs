using System.Numerics.Tensors;

namespace ScratchNN.Kernels;

internal static partial class RowKernels
{
    private const int GatherFloatsPerWorker = 32768; // copies and additions, 5 µs or so

    /// <summary>The position of the first value that is not an index 0 to <paramref name="count"/> − 1; −1 if all are.</summary>
    public static int IndexOfNoIndex(ReadOnlySpan<float> indices, int count)
    {
        for (int i = 0; i < indices.Length; i++)
            if (!(indices[i] >= 0 && indices[i] < count && (int)indices[i] == indices[i])) return i;
        return -1;
    }

    /// <summary>Row i of y = row indices[i] of the table.</summary>
    /// <param name="table">[any × columns].</param>
    /// <param name="indices">Row numbers of the table.</param>
    /// <param name="y">[indices × columns].</param>
    /// <param name="columns">Floats in a row.</param>
    /// <param name="workers">The threads.</param>
    public static void Gather(ReadOnlySpan<float> table, ReadOnlySpan<float> indices, Span<float> y, int columns, Workers workers) =>
        workers.For(indices.Length, new GatherRows(table, indices, y[..(indices.Length * columns)], columns), Math.Max(1, GatherFloatsPerWorker / columns));

    /// <summary>Row k of the table = Σ of the rows i of dy with indices[i] = k, in their order; 0 where there is none.</summary>
    /// <inheritdoc cref="Gather"/>
    /// <param name="table">[any × columns], assigned.</param>
    /// <param name="dy">[indices × columns].</param>
#pragma warning disable CS1573 // the other parameters are inherited
    public static void GatherGradient(ReadOnlySpan<float> indices, ReadOnlySpan<float> dy, Span<float> table, int columns, Workers workers)
#pragma warning restore CS1573
    {
        // each worker has rows of the table of its own, and looks for them among all indices: so the order of a sum does not depend on the threads
        int rows = table.Length / columns;
        long floats = table.Length + (long)(indices.Length * columns);
        workers.For(rows, new GatherGradientRows(indices, dy[..(indices.Length * columns)], table, columns),
            (int)Math.Clamp(rows * (long)GatherFloatsPerWorker / Math.Max(1, floats), 1, int.MaxValue));
    }

    /// <summary>The first columns of each row.</summary>
    /// <param name="x">[rows × at least <paramref name="columns"/>].</param><param name="xStride">Floats from a row of x to the next.</param>
    /// <param name="y">Likewise; the values between are left alone.</param><param name="yStride">Floats from a row of y to the next.</param>
    /// <param name="columns">Floats to copy of each row.</param><param name="rows">The rows.</param>
    public static void CopyColumns(ReadOnlySpan<float> x, int xStride, Span<float> y, int yStride, int columns, int rows)
    {
        for (int i = 0; i < rows; i++) x.Slice(i * xStride, columns).CopyTo(y[(i * yStride)..]);
    }

    private readonly ref struct GatherRows(ReadOnlySpan<float> table, ReadOnlySpan<float> indices, Span<float> y, int columns) : IRowKernel
    {
        private readonly ReadOnlySpan<float> _table = table, _indices = indices;
        private readonly Span<float> _y = y;

        public void Run(int firstRow, int endRow)
        {
            for (int i = firstRow; i < endRow; i++) _table.Slice((int)_indices[i] * columns, columns).CopyTo(_y[(i * columns)..]);
        }
    }

    private readonly ref struct GatherGradientRows(ReadOnlySpan<float> indices, ReadOnlySpan<float> dy, Span<float> table, int columns) : IRowKernel
    {
        private readonly ReadOnlySpan<float> _indices = indices, _dy = dy;
        private readonly Span<float> _table = table;

        public void Run(int firstRow, int endRow)
        {
            _table[(firstRow * columns)..(endRow * columns)].Clear();
            for (int i = 0; i < _indices.Length; i++)
            {
                int row = (int)_indices[i];
                if (row < firstRow || row >= endRow) continue;
                var sum = _table.Slice(row * columns, columns);
                TensorPrimitives.Add(sum, _dy.Slice(i * columns, columns), sum);
            }
        }
    }
}
