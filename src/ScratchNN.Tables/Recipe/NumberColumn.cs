namespace ScratchNN.Tables;

/// <summary>
/// A column of numbers: they go in as they are, in their own unit. A gap becomes the median; where 5 training rows have gaps, an extra column marks them.
/// </summary>
/// <param name="column">The name of the column.</param>
public sealed record NumberColumn(string column) : ColumnRule(column)
{
    /// <summary>
    /// Whether the model takes logarithms (<see cref="ScratchNN.Logarithm"/>): for amounts in which a few are many times the others. Default false;
    /// <see cref="TableSchema.Infer"/> decides by the values.
    /// </summary>
    public bool Logarithm { get; init; }

    internal override LearnedColumn Learn(TableColumn column) => LearnedNumber.Of(column, Logarithm);
}
