namespace ScratchNN.Kernels;

/// <summary>
/// A matrix that is read through two tables: element (i, p) stands at Rows[i] + Columns[p]. So the patches of an image are a matrix where they are, and its
/// transpose has the tables swapped.
/// </summary>
internal readonly ref struct TableView(ReadOnlySpan<float> values, ReadOnlySpan<int> rows, ReadOnlySpan<int> columns)
{
    public ReadOnlySpan<float> Values { get; } = values;
    public ReadOnlySpan<int> Rows { get; } = rows;
    public ReadOnlySpan<int> Columns { get; } = columns;
}
