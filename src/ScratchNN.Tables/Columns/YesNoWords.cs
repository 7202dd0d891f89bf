namespace ScratchNN.Tables;

/// <summary>Words for yes and no.</summary>
internal static class YesNoWords
{
    private const int MostSpellings = 20; // Yes, YES, yes, no, …

    private static readonly (string Yes, string No)[] _pairs = [("yes", "no"), ("true", "false"), ("y", "n"), ("t", "f"), ("on", "off")];

    /// <summary>Whether all of these words are of one pair, and both occur, in any case of letters.</summary>
    public static bool AreAll(IReadOnlyList<string> words) =>
        words.Count is >= 2 and <= MostSpellings
        && _pairs.Any(pair => words.All(word => Is(word, pair.Yes) || Is(word, pair.No)) && words.Any(word => Is(word, pair.Yes))
            && words.Any(word => Is(word, pair.No)));

    public static bool TryParse(string? word, out double value)
    {
        value = _pairs.Any(pair => Is(word, pair.Yes)) ? 1 : 0;
        return value == 1 || _pairs.Any(pair => Is(word, pair.No));
    }

    private static bool Is(string? word, string known) => string.Equals(word, known, StringComparison.OrdinalIgnoreCase);
}
