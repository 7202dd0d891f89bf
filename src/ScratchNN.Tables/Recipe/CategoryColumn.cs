namespace ScratchNN.Tables;

/// <summary>
/// A column of words or codes: each becomes a number. Place 0 is for what training rows do not have, or too rarely; where they have gaps, a gap has a place of
/// its own.
/// </summary>
/// <remarks>Words are training data: those in fewer than <see cref="MinimumCount"/> rows are not written into the model's file.</remarks>
/// <param name="column">The name of the column.</param>
public sealed record CategoryColumn(string column) : ColumnRule(column)
{
    /// <summary>In how many training rows a word has to be to get a place of its own. Default 5.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int MinimumCount
    {
        get;
        init => field = value >= 1 ? value
            : throw new ArgumentOutOfRangeException(nameof(MinimumCount), value, $"{nameof(MinimumCount)} must be at least 1.");
    }
    = 5;

    /// <summary>The maximum number of words that get their own place: the most frequent. Default 1000.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int MaximumCategories
    {
        get;
        init => field = value >= 1 ? value
            : throw new ArgumentOutOfRangeException(nameof(MaximumCategories), value, $"{nameof(MaximumCategories)} must be at least 1.");
    }
    = 1000;

    internal override LearnedColumn Learn(TableColumn column) => LearnedCategory.Of(column, MinimumCount, MaximumCategories);
}
