using System.Text.RegularExpressions;

namespace ScratchNN.Tables.Csv;

/// <summary>What was found at the beginning of a file: its dialect, names of columns, first rows, and what should be said of all that.</summary>
internal sealed partial class CsvLayout
{
    private const int SampleLength = 1 << 19; // characters: a row of MNIST has 2,000, one of 10,000 columns 60,000

    private static readonly string[] _comments = ["#", "%", "//"];

    private CsvLayout(CsvDialect dialect, string[] names, IReadOnlyList<SampleRow> rows, MissingWords missing, List<string> notes) =>
        (Dialect, Names, Rows, Missing, Notes) = (dialect, names, rows, missing, notes);

    public CsvDialect Dialect { get; }
    public string[] Names { get; }

    /// <summary>The first rows, without the header.</summary>
    public IReadOnlyList<SampleRow> Rows { get; }

    public MissingWords Missing { get; }
    public List<string> Notes { get; }

    /// <summary>Looks at the beginning of a text.</summary>
    /// <exception cref="InvalidDataException">It holds no row.</exception>
    /// <param name="reader">The text.</param>
    /// <param name="most">A number of characters that it does not exceed.</param>
    /// <param name="options">What is known of it.</param>
    public static CsvLayout Of(TextReader reader, long most, CsvOptions options)
    {
        char[] buffer = new char[Math.Min(SampleLength, most + 1)];
        int length = reader.ReadBlock(buffer, 0, buffer.Length);
        string text = new(buffer, 0, length);
        bool isCut = length == SampleLength;
        RefuseNothing(text);

        var notes = new List<string>();
        string[] lines = text.Split(["\r\n", "\n", "\r"], 300, StringSplitOptions.None);
        int skip = options.SkipLines ?? 0;
        char? separator = options.Separator;
        if (skip < lines.Length && SeparatorLine().Match(lines[skip]) is { Success: true } told && CsvOptions.CanSeparate(told.Groups[1].Value[0]))
        {
            separator ??= told.Groups[1].Value[0];
            notes.Add($"line {++skip} names the separator");
        }
        string comment = options.Comment ?? CommentOf(lines, skip);
        int comments = skip, lastComment = -1;
        while (options.SkipLines == null && skip < lines.Length - 1 && (string.IsNullOrWhiteSpace(lines[skip]) || IsComment(lines[skip], comment)))
        {
            if (IsComment(lines[skip], comment)) lastComment = skip;
            skip++;
        }

        string body = Behind(text, skip);
        var (guessed, quotes) = separator is { } known ? (known, options.Quotes ?? SeparatorGuess.Enclose(body, known))
            : SeparatorGuess.Of(body, comment, isCut, options.Quotes);
        var dialect = new CsvDialect { Separator = guessed, Quotes = quotes, Comment = comment, SkipLines = skip };
        var rows = SampleRow.Read(text, dialect);
        if (isCut && rows.Count > 1) rows.RemoveAt(rows.Count - 1);
        if (rows.Count == 0) throw new InvalidDataException(comment.Length == 0 ? "the file holds only blank lines."
                : $"the file holds only lines that begin with {comment}, which are read as comments. If they are rows, set Comment = \"\".");
        int columns = SeparatorGuess.MostCommonLength(rows.Count > 2 ? rows[1..] : rows, rows[0].Fields.Length);

        // a title above the table
        while (options.SkipLines == null && columns >= 3 && rows.Count > 2 && rows[0].Fields.Length == 1)
        {
            notes.Add($"line {rows[0].Line} has one field, {Words.Quoted(rows[0].Fields[0])}, and was skipped");
            skip = (int)rows[1].Line - 1;
            rows.RemoveAt(0);
        }

        var (format, formatNote) = NumberGuess.Of(rows, guessed, options);
        if (formatNote != null) notes.Add(formatNote);
        var missing = new MissingWords(options.Missing);
        var (isHeader, note) = options.HasHeader is { } said ? (said, null) : HeaderGuess.Of(rows[0], rows[1..], columns, format, missing);
        if (note != null) notes.Add(note);
        if (options.HasHeader == true) RefuseNumbersAsHeader(rows[0], format);

        // #Label is a name, not a comment, if it is above a row and has as many fields
        bool isSurelyHeader = isHeader && rows.Skip(1).Take(100).Any(row => row.Fields.Any(field => format.TryParse(field, out _)));
        if (!isSurelyHeader && options.HasHeader != false && lastComment >= comments && options.SkipLines == null)
        {
            var above = SampleRow.Read(lines[lastComment], dialect with { SkipLines = 0, Comment = "" });
            if (above.Count == 1 && above[0].Fields.Length == columns && columns > 1)
            {
                (skip, isHeader) = (lastComment, true);
                rows.Insert(0, above[0] with { Line = lastComment + 1 });
            }
        }

        var header = isHeader ? rows[0] : null;
        if (header != null) rows.RemoveAt(0);
        bool endsInSeparator = columns > 1 && rows.Count > 0 && rows.All(row => row.Fields.Length == columns && row.Raw[^1].AsSpan().IsWhiteSpace())
            && (header == null || header.Fields.Length == columns - 1 || header.Fields[^1].Length == 0);
        if (endsInSeparator)
        {
            columns--;
            notes.Add("every row ends with a separator");
        }
        if (header != null && rows.Count == 0) columns = header.Fields.Length;
        string[] names = NamesOf(header, columns, options, notes);
        return new CsvLayout(
            dialect with { SkipLines = skip, HeaderLine = header?.Line ?? 0, Columns = columns, EndsInSeparator = endsInSeparator, Numbers = format }, names,
                rows, missing, notes);
    }

    private static string[] NamesOf(SampleRow? header, int columns, CsvOptions options, List<string> notes)
    {
        string[] names = [.. Enumerable.Range(1, columns).Select(number => $"{number}")];
        if (options.ColumnNames is { } given)
        {
            if (given.Count != columns)
                throw new ArgumentException($"{nameof(CsvOptions.ColumnNames)} has {given.Count} names, the rows have {columns} fields.");
            for (int i = 0; i < columns; i++)
                if (given[i] is { Length: > 0 } name) names[i] = name;
        }
        else if (header is { Fields: var fields })
        {
            if (fields.Length == columns + 1 && fields[^1].Length == 0) fields = fields[..^1];
            if (fields.Length != columns)
            {
                notes.Add($"the header in line {header.Line} has {fields.Length} names, the rows have {columns} fields: the columns are called 1 to {columns}");
                return names;
            }
            for (int i = 0; i < columns; i++)
                if (fields[i].Length > 0) names[i] = fields[i];
        }
        var seen = new HashSet<string>();
        for (int i = 0; i < columns; i++)
        {
            string name = names[i];
            for (int copy = 2; !seen.Add(names[i]); copy++) names[i] = $"{name} ({copy})";
            if (names[i] != name) notes.Add($"column {i + 1} is named {Words.Quoted(names[i])}, because another is named {Words.Quoted(name)}");
        }
        return names;
    }

    private static void RefuseNothing(string text)
    {
        if (text.Length == 0) throw new InvalidDataException("the file is empty.");
        if (text.AsSpan().IsWhiteSpace()) throw new InvalidDataException("the file holds only blank lines.");
        int zero = text.IndexOf('\0');
        if (zero >= 0)
            throw new InvalidDataException(
                $"line {1 + text.AsSpan(0, zero).Count('\n')} holds a null character, which is not text: the file is binary, damaged, or in another encoding. "
                + "If it is UTF-16, set Encoding = Encoding.Unicode.");
    }

    private static void RefuseNumbersAsHeader(SampleRow header, NumberFormat numbers)
    {
        double[] values = [.. header.Fields.Select(field => numbers.TryParse(field, out double value) ? value : double.NaN)];
        if (!values.Any(double.IsNaN) && values.Any(value => value != Math.Floor(value)))
            throw new InvalidDataException(
                $"line {header.Line} holds numbers ({Words.Some(header.Fields, 5)}) and HasHeader = true would lose them. "
                + $"Set HasHeader = false; if they are names, set SkipLines = {header.Line} and ColumnNames.");
    }

    private static string CommentOf(string[] lines, int from)
    {
        string? first = lines.Skip(from).FirstOrDefault(line => !string.IsNullOrWhiteSpace(line))?.TrimStart();
        return first == null ? "" : _comments.FirstOrDefault(prefix => first.StartsWith(prefix, StringComparison.Ordinal)) ?? "";
    }

    private static bool IsComment(string line, string comment) => comment.Length > 0 && line.AsSpan().TrimStart().StartsWith(comment, StringComparison.Ordinal);

    private static string Behind(string text, int lines)
    {
        using var reader = new StringReader(text);
        for (int i = 0; i < lines; i++) _ = reader.ReadLine();
        return reader.ReadToEnd();
    }

    // Excel's
    [GeneratedRegex(@"^""?sep=(.)""?$", RegexOptions.IgnoreCase)]
    private static partial Regex SeparatorLine();
}
