namespace ScratchNN.Kernels;

/// <summary>A matrix as the caller of a product gives it: row-major, its rows one after another or further apart.</summary>
internal readonly ref struct MatrixArgument(ReadOnlySpan<float> values, int rows, int columns, int? rowStride, string name, bool isTransposed = false)
{
    private readonly ReadOnlySpan<float> _values = values;

    /// <summary>Floats from a row to the next.</summary>
    public int RowStride => rowStride ?? columns;

    /// <summary>The matrix as the product sees it.</summary>
    public MatrixView View => isTransposed ? MatrixView.Transposed(_values, RowStride) : MatrixView.RowMajor(_values, RowStride);

    /// <summary>Floats from the first element to the last.</summary>
    private long Length => rows == 0 || columns == 0 ? 0 : ((rows - 1L) * RowStride) + columns;

    private ReadOnlySpan<float> Floats => _values[..(int)Length];

    /// <summary>Throws if its rows overlap or floats are missing.</summary>
    public void Require()
    {
        if (RowStride < columns)
            throw new ArgumentOutOfRangeException($"ld{name}", rowStride, $"Rows of {columns} floats begin at least {columns} apart, got {rowStride}.");
        if (_values.Length < Length)
            throw new ArgumentException(
                $"A [{rows} × {columns}] matrix{(RowStride == columns ? "" : $", its rows {RowStride} apart,")} needs {Length} floats, "
                    + $"{name} has {_values.Length}.", name);
    }

    /// <summary>Throws if the two share an element. They may stand side by side in rows of the same stride.</summary>
    public void RequireApartFrom(MatrixArgument other)
    {
        if (!Floats.Overlaps(other.Floats, out int offset)) return;
        int column = ((offset % RowStride) + RowStride) % RowStride; // where a row of the other begins in a row of this
        if (RowStride != other.RowStride || column < columns || other.Columns > RowStride - column)
            throw new ArgumentException(
                $"{name} shares memory with {other.Name}, which the product still reads while it writes: give {name} memory of its own.", name);
    }

    private int Columns => columns;
    private string Name => name;
}
