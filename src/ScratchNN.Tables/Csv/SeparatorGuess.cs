namespace ScratchNN.Tables.Csv;

/// <summary>Which character separates fields: the one that makes rows of one length, of fields that need no further cutting.</summary>
internal static class SeparatorGuess
{
    private const int Rows = 100; // enough to tell; a row may have thousands of fields
    private const double LeastShare = 0.5; // of rows of one length, for a character to be a separator at all

    private const string Others = ",;\t|~^`!&*$@"; // for one column: whichever is not in it

    private static readonly char[] _candidates = [',', ';', '\t', '|', ' '];

    /// <summary>The separator, and whether quotes enclose fields; a character that does not occur if there is one column.</summary>
    public static (char Separator, bool Quotes) Of(string text, string comment, bool isCut, bool? quotes)
    {
        var (best, bestScore) = (default(char?), 0.0);
        foreach (char candidate in _candidates)
            if (Score(text, Dialect(candidate, text, comment, quotes), isCut) is var score && score > bestScore) (best, bestScore) = (candidate, score);
        char separator = best ?? Others.FirstOrDefault(candidate => !text.Contains(candidate), ',');
        return (separator, quotes ?? Enclose(text, separator));
    }

    /// <summary>Whether quotes enclose fields: not if they are inside of fields only, as of 5" pipes.</summary>
    public static bool Enclose(string text, char separator)
    {
        bool occurs = false;
        for (int at = text.IndexOf('"'); at >= 0; at = text.IndexOf('"', at + 1))
        {
            occurs = true;
            int before = at - 1;
            while (before >= 0 && text[before] == ' ') before--;
            if (before < 0 || text[before] is '\n' or '\r' || text[before] == separator || (separator == ' ' && text[before] == '\t')
                || (separator == ' ' && before < at - 1)) return true;
        }
        return !occurs;
    }

    private static CsvDialect Dialect(char separator, string text, string comment, bool? quotes) =>
        new() { Separator = separator, Quotes = quotes ?? Enclose(text, separator), Comment = comment };

    private static double Score(string text, CsvDialect dialect, bool isCut)
    {
        var rows = SampleRow.Read(text, dialect, Rows + 1);
        if (isCut || rows.Count > Rows) rows.RemoveAt(rows.Count - 1);
        if (rows.Count == 0) return 0;
        var body = rows.Count > 2 ? rows[1..] : rows; // a header may be shorter
        int length = MostCommonLength(body);
        double share = (double)body.Count(row => row.Fields.Length == length) / body.Count;
        if (length < 2 || share < LeastShare) return 0;
        var fields = body.SelectMany(row => row.Raw.Take(200)).ToList();
        if (dialect.Separator == ' ' && fields.Count(IsNumber) * 2 < fields.Count) return 0; // words of a text
        return share * share * fields.Average(field => Cleanness(field, dialect.Separator));
    }

    /// <summary>The length of most rows; of two that are equally common, the one that is preferred.</summary>
    public static int MostCommonLength(IReadOnlyList<SampleRow> rows, int preferred = 0) =>
        rows.CountBy(row => row.Fields.Length).MaxBy(pair => (pair.Value, pair.Key == preferred)).Key;

    /// <summary>How surely a field is one.</summary>
    private static double Cleanness(string raw, char separator)
    {
        string field = raw.Trim();
        if (field.Length == 0 || field[0] == '"' || (IsNumber(field) && !(separator == ' ' && field.Contains(',') && field.Length > 12))) return 1;
        if (field.AsSpan().IndexOfAny(";\t|") >= 0 || (field.Contains(',') && separator != ',')) return 0.1;
        string[] words = field.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length > 1 && words.Count(IsNumber) * 2 >= words.Length) return 0.1;
        return field.Contains("  ", StringComparison.Ordinal) ? 0.3 : words.Length > 1 ? 0.8 : 0.9;
    }

    private static bool IsNumber(string field) => NumberFormat.Point.TryParse(field, out _) || new NumberFormat(',', '\0').TryParse(field, out _);
}
