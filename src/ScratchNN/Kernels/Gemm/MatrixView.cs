namespace ScratchNN.Kernels;

/// <summary>A matrix that is read: element (i, j) stands at i·RowStride + j·ColumnStride, so a transpose is a swap of strides.</summary>
internal readonly ref struct MatrixView(ReadOnlySpan<float> values, int rowStride, int columnStride)
{
    public ReadOnlySpan<float> Values { get; } = values;
    public int RowStride { get; } = rowStride;
    public int ColumnStride { get; } = columnStride;

    public static MatrixView RowMajor(ReadOnlySpan<float> values, int rowStride) => new(values, rowStride, 1);
    public static MatrixView Transposed(ReadOnlySpan<float> values, int rowStride) => new(values, 1, rowStride);

    public ref readonly float this[int row, int column] => ref Values.At((row * RowStride) + (column * ColumnStride));

    public MatrixView Transpose() => new(Values, ColumnStride, RowStride);

    /// <summary>The matrix that begins at that element; nothing, beyond the last.</summary>
    public MatrixView From(int row, int column) => Skip((row * RowStride) + (column * ColumnStride));

    /// <summary>The matrix that begins so many floats later; nothing, beyond the last.</summary>
    public MatrixView Skip(int floats) => // which may have wrapped where there are no columns
        new((uint)floats < (uint)Values.Length ? Values[floats..] : default, RowStride, ColumnStride);
}
