namespace ScratchNN.Benchmarks;

/// <summary>Rows of columns that are worked on one by one.</summary>
public sealed record RowShape(int Rows, int Columns) : IWorkload
{
    /// <summary>Elements in all rows.</summary>
    public int Size => Rows * Columns;

    /// <inheritdoc/>
    public string Speed(double nanoseconds) => FormattableString.Invariant($"{nanoseconds / Size:0.00} ns/element");

    /// <summary>As in the documentation: <c>4096×1000</c>.</summary>
    public override string ToString() => $"{Rows}×{Columns}";
}
