using System.Globalization;
using System.Text;

namespace ScratchNN.Tables;

/// <summary>Values and types in messages: a file's author must not be able to clear a terminal or fill it.</summary>
internal static class Words
{
    private const int Longest = 60, FewestLetters = 4, MostColumns = 20, NearestColumns = 8;
    private const double Part = 0.25; // of the distance of its letters

    public static string InWords(this ColumnType type) => type switch
    {
        ColumnType.Number => "numbers",
        ColumnType.WholeNumber => "whole numbers",
        ColumnType.Category => "categories",
        ColumnType.YesNo => "yes or no",
        ColumnType.Date => "dates",
        _ => "texts",
    };

    /// <summary>A text of a file between quotes, cut and escaped.</summary>
    public static string Quoted(ReadOnlySpan<char> text)
    {
        var shown = new StringBuilder("'");
        foreach (var rune in text.EnumerateRunes())
        {
            if (shown.Length > Longest) return shown.Append('…').Append('\'').ToString();
            shown.Append(rune.Value switch
            {
                '\0' => @"\0",
                '\t' => @"\t",
                '\n' => @"\n",
                '\r' => @"\r",
                _ when IsVisible(rune) => rune.ToString(),
                _ => $"\\u{rune.Value:X4}",
            });
        }
        return shown.Append('\'').ToString();
    }

    /// <summary>Some of many: <c>a, b, c and 7 more</c>.</summary>
    public static string Some<T>(IEnumerable<T> items, int count, int most = 8)
    {
        string shown = string.Join(", ", items.Take(count <= most ? count : most));
        return count <= most ? shown : string.Create(CultureInfo.InvariantCulture, $"{shown} and {count - most} more");
    }

    public static string Some(IReadOnlyCollection<string> items, int most = 8) => Some(items, items.Count, most);

    /// <summary>The one of <paramref name="names"/> that was meant by one that is not one of them; null if none is near.</summary>
    public static string? Nearest(string name, IEnumerable<string> names)
    {
        string? best = names.MinBy(candidate => Distance(name, candidate));
        return best != null && (Distance(name, best) <= name.Length / 3 || (name.Length >= FewestLetters && Contain(name, best))) ? best : null;
    }

    /// <summary>Which columns there are, for somebody who asked for another: all, or of many the nearest.</summary>
    /// <param name="name">What was asked for.</param><param name="names">The columns, in order.</param><param name="has">Words before all of them.</param>
    public static string Columns(string name, IReadOnlyCollection<string> names, string has = "It has") => names.Count <= MostColumns
        ? $"{has} {string.Join(", ", names)}."
        : string.Create(CultureInfo.InvariantCulture,
            $"The nearest of its {names.Count} columns are {string.Join(", ", names.OrderBy(other => Distance(name, other)).Take(NearestColumns))}.");

    /// <summary>How far a name is from another; one that is a good part of the other is near.</summary>
    private static double Distance(string name, string other) => (Contain(name, other) ? Part : 1) * Letters(Plain(name), Plain(other));

    /// <summary>Whether one name is half or more of the other, as <c>price</c> is of <c>SalePrice</c>.</summary>
    private static bool Contain(string name, string other)
    {
        string a = Plain(name), b = Plain(other);
        var (shorter, longer) = a.Length < b.Length ? (a, b) : (b, a);
        return 2 * shorter.Length >= longer.Length && longer.Contains(shorter, StringComparison.Ordinal);
    }

    private static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToUpperInvariant();

    /// <summary>How many letters have to be put in, left out or exchanged (V. Levenshtein, 1966).</summary>
    private static int Letters(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)));
        }
        return row[^1];
    }

    private static bool IsVisible(Rune letter) => letter.Value == ' '
        || Rune.GetUnicodeCategory(letter) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator or UnicodeCategory.SpaceSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned);
}
