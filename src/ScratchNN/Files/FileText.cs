using System.Globalization;
using System.Text;

namespace ScratchNN;

/// <summary>Texts of files in messages: a file's author must not be able to clear a terminal, forge a line of a log, or fill it.</summary>
internal static class FileText
{
    private const int Longest = 100, LongestMessage = 500;

    /// <summary>The beginning of a text, with escapes for what controls a terminal or cannot be seen.</summary>
    public static string Short(string text) => Escaped(text, Longest);

    /// <summary>The message of an exception that may repeat texts of a file, on one line.</summary>
    public static string Short(Exception exception) => Escaped(exception.Message.ReplaceLineEndings(" "), LongestMessage);

    private static string Escaped(string text, int longest)
    {
        if (text.Length <= longest && !text.AsSpan().ContainsAnyExceptInRange(' ', '~')) return text;
        var escaped = new StringBuilder();
        foreach (var letter in text.EnumerateRunes())
        {
            if (escaped.Length >= longest) return escaped.Append('…').ToString();
            escaped.Append(Escape(letter));
        }
        return escaped.ToString();
    }

    private static string Escape(Rune letter) => letter.Value switch
    {
        >= ' ' and <= '~' => letter.ToString(),
        '\0' => @"\0",
        '\t' => @"\t",
        '\n' => @"\n",
        '\r' => @"\r",
        _ when IsVisible(Rune.GetUnicodeCategory(letter)) => letter.ToString(),
        _ => letter.IsBmp ? $"\\u{letter.Value:X4}" : $"\\U{letter.Value:X8}",
    };

    /// <summary>Not control characters, directions of writing, joiners, other spaces, and what is not assigned.</summary>
    private static bool IsVisible(UnicodeCategory category) =>
        category is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
