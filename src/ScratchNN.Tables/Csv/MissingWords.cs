namespace ScratchNN.Tables.Csv;

/// <summary>What stands for a value that is missing.</summary>
internal sealed class MissingWords
{
    private static readonly string[] _anywhere = ["?", "NA", "N/A", "#N/A", "<NA>", "NaN", "NULL", @"\N"];
    private static readonly string[] _amongNumbers = [.. _anywhere, "None", "nil", "-", "--", ".", "#N/A N/A", "-nan", "1.#QNAN"];

    private static readonly MissingWords _usual = new(null);

    private readonly SortedSet<string> _found = new(StringComparer.Ordinal);
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _words, _numberWords;

    public MissingWords(IReadOnlyList<string>? given)
    {
        _words = Lookup(given ?? _anywhere);
        _numberWords = Lookup(given ?? _amongNumbers);
        IsGiven = given != null;
    }

    /// <summary>Whether the reader was told them, and does not guess.</summary>
    public bool IsGiven { get; }

    /// <summary>Those that occurred.</summary>
    public IReadOnlyCollection<string> Found => _found;

    public bool Contains(ReadOnlySpan<char> text, bool amongNumbers) => text.IsWhiteSpace() || (amongNumbers ? _numberWords : _words).Contains(text);

    /// <summary>Whether a text stands for a missing value in files of which nothing else is said.</summary>
    public static bool IsUsual(string text, bool amongNumbers) => _usual.Contains(text, amongNumbers);

    /// <summary>Takes note of one.</summary>
    public void AddFound(ReadOnlySpan<char> text)
    {
        if (_numberWords.TryGetValue(text, out string? word)) _found.Add(word);
    }

    private static HashSet<string>.AlternateLookup<ReadOnlySpan<char>> Lookup(IReadOnlyList<string> words) =>
        new HashSet<string>(words, StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();
}
