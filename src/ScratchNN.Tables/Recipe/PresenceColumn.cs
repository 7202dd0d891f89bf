namespace ScratchNN.Tables;

/// <summary>A column encoded only by whether there is a value: 1 if it is missing, else 0. For free text with gaps.</summary>
/// <param name="column">The name of the column.</param>
public sealed record PresenceColumn(string column) : ColumnRule(column)
{
    internal override LearnedColumn Learn(TableColumn column) => new LearnedPresence(column.Name);
}
