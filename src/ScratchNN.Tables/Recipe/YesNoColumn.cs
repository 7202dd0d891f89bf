namespace ScratchNN.Tables;

/// <summary>A column of yes and no: 1 and 0. A gap becomes what is more frequent; where 5 training rows have gaps, an extra column marks them.</summary>
/// <param name="column">The name of the column.</param>
public sealed record YesNoColumn(string column) : ColumnRule(column)
{
    internal override LearnedColumn Learn(TableColumn column) => LearnedYesNo.Of(column);
}
