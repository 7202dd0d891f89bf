namespace ScratchNN.Tables;

/// <summary>A column of dates: the days since 1970-01-01, with a fraction for the time of day, and month and weekday as categories.</summary>
/// <remarks>A gap becomes the median day, of an unknown month and weekday.</remarks>
/// <param name="column">The name of the column.</param>
public sealed record DateColumn(string column) : ColumnRule(column)
{
    internal override LearnedColumn Learn(TableColumn column) => LearnedDate.Of(column);
}
