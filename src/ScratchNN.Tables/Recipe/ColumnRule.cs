namespace ScratchNN.Tables;

/// <summary>
/// How a column becomes numbers: <see cref="NumberColumn"/>, <see cref="CategoryColumn"/>, <see cref="YesNoColumn"/>, <see cref="DateColumn"/> or
/// <see cref="PresenceColumn"/>.
/// </summary>
public abstract record ColumnRule
{
    private protected ColumnRule(string column)
    {
        ArgumentException.ThrowIfNullOrEmpty(column);
        Column = column;
    }

    /// <summary>The name of the column.</summary>
    public string Column { get; }

    /// <summary>What is learned of the rows of a table.</summary>
    internal abstract LearnedColumn Learn(TableColumn column);
}
