namespace ScratchNN.Tables.Csv;

/// <summary>A field as a file writes it, and what it says.</summary>
internal static class Field
{
    /// <summary>
    /// The text of a field: without spaces around it and, where it begins with one, without quotes; null if quotes are not as they should be.
    /// </summary>
    /// <param name="raw">What is between two separators.</param>
    /// <param name="quotes">Whether quotes enclose fields.</param>
    /// <param name="separator">Which would be text only if it is enclosed.</param>
    /// <param name="scratch">Where doubled quotes become one.</param>
    /// <param name="text">The text.</param>
    public static bool TryText(ReadOnlySpan<char> raw, bool quotes, char separator, ref char[] scratch, out ReadOnlySpan<char> text)
    {
        text = Trim(raw);
        if (!quotes || text.IsEmpty) return true;
        if (text[0] != '"') return text.IndexOf('"') < 0 || text.IndexOfAny(separator, '\n', '\r') < 0; // 5" pipe
        var inner = text[1..];
        int close = inner.IndexOf('"');
        if (close == inner.Length - 1 && close >= 0)
        {
            text = inner[..close];
            return true;
        }
        if (scratch.Length < inner.Length) scratch = new char[2 * inner.Length];
        int length = 0;
        for (int i = 0; i < inner.Length; i++)
        {
            if (inner[i] == '"')
            {
                if (i == inner.Length - 1)
                {
                    text = scratch.AsSpan(0, length);
                    return true;
                }
                if (inner[++i] != '"') return false; // text follows the closing quote
            }
            scratch[length++] = inner[i];
        }
        return false; // never closed
    }

    private static ReadOnlySpan<char> Trim(ReadOnlySpan<char> raw) => raw.Trim(" \t\u00A0");
}
