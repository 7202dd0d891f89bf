namespace ScratchNN.Tables;

/// <summary>Words for yes and no.</summary>
internal static class YesNoWords
{
    private static readonly (string Yes, string No)[] _pairs = [("yes", "no"), ("true", "false"), ("y", "n"), ("t", "f"), ("on", "off")];

    /// <summary>Whether all of these words are of one pair, and both occur.</summary>
    public static bool AreAll(IReadOnlyList<string> words) =>
        words.Count == 2 && _pairs.Any(pair => (Is(words[0], pair.Yes) && Is(words[1], pair.No)) || (Is(words[0], pair.No) && Is(words[1], pair.Yes)));

    public static bool TryParse(string? word, out double value)
    {
        value = _pairs.Any(pair => Is(word, pair.Yes)) ? 1 : 0;
        return value == 1 || _pairs.Any(pair => Is(word, pair.No));
    }

    private static bool Is(string? word, string known) => string.Equals(word, known, StringComparison.OrdinalIgnoreCase);
}
