namespace ScratchNN.Tables.Csv;

/// <summary>The values of a column while its file is read.</summary>
internal abstract class ColumnCells(string name, MissingWords missingWords)
{
    private const int ShownLines = 10;

    private readonly List<long> _missingLines = [];

    public string Name { get; } = name;

    /// <summary>How many values were missing.</summary>
    public int MissingCount { get; private set; }

    /// <summary>The first lines where they were.</summary>
    public IReadOnlyList<long> MissingLines => _missingLines;

    private MissingWords MissingWords { get; } = missingWords;

    /// <summary>Takes the text of a field.</summary>
    public abstract void Add(ReadOnlySpan<char> text, long line);

    /// <summary>Whether a text stands for a missing value, which then counts.</summary>
    protected bool TryCountMissing(ReadOnlySpan<char> text, bool amongNumbers, long line)
    {
        if (!MissingWords.Contains(text, amongNumbers)) return false;
        if (!text.IsEmpty) MissingWords.AddFound(text);
        CountMissing(line);
        return true;
    }

    protected void CountMissing(long line)
    {
        if (MissingCount++ < ShownLines) _missingLines.Add(line);
    }
}
