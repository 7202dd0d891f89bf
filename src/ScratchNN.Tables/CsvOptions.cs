using System.Text;

namespace ScratchNN.Tables;

/// <summary>How to read a CSV file. Whatever is not set is guessed, and <see cref="Table.Guesses"/> lists the guesses.</summary>
public sealed record CsvOptions
{
    /// <summary>The character between fields; a space stands for runs of spaces and tabs. Default null: comma, semicolon, tab, |, or runs of spaces.</summary>
    /// <exception cref="ArgumentException">The character cannot separate: a letter, a digit, a quote, a sign or the end of a line.</exception>
    public char? Separator
    {
        get;
        init => field = value is not { } given || CanSeparate(given) ? value
            : throw new ArgumentException(
                $"{Words.Quoted([given])} cannot separate fields: use a comma, semicolon, tab, |, another character that no number contains, "
                    + "or a space for runs of spaces.",
                nameof(Separator));
    }

    /// <summary>
    /// Whether the first row holds the names of the columns. Default null: it is a header if it holds words where the rows below hold numbers, or counts 0, 1,
    /// 2, ….
    /// </summary>
    public bool? HasHeader { get; init; }

    /// <summary>Names for the columns, instead of those in the header. Default null: those of the header, else 1, 2, ….</summary>
    public IReadOnlyList<string>? ColumnNames { get; init; }

    /// <summary>The decimal mark of numbers. Default null: a point or a comma, whichever the numbers show. It never depends on the machine.</summary>
    /// <exception cref="ArgumentException">Neither a point nor a comma.</exception>
    public char? DecimalMark
    {
        get;
        init => field = value is null or '.' or ',' ? value
            : throw new ArgumentException($"{nameof(DecimalMark)} must be '.' or ',', got {Words.Quoted([value.Value])}.", nameof(DecimalMark));
    }

    /// <summary>
    /// The character that separates groups of three digits; '\0' for none. Default null: the comma or point that is not a decimal mark, if numbers show it.
    /// </summary>
    /// <exception cref="ArgumentException">A digit or a sign.</exception>
    public char? GroupMark
    {
        get;
        init => field = value is null or '\0' or '.' or ',' or '\'' or ' ' or '_' ? value
            : throw new ArgumentException($"{nameof(GroupMark)} must be '.', ',', ' ', '_', an apostrophe or '\\0', got {Words.Quoted([value.Value])}.",
                nameof(GroupMark));
    }

    /// <summary>How characters are encoded. Default null: by the byte order mark, else UTF-8, or UTF-16 where every other byte is 0.</summary>
    public Encoding? Encoding { get; init; }

    /// <summary>
    /// Whether a field that begins with a quote ends with the next, so that it may hold separators and line breaks. Default null: yes, unless quotes occur only
    /// inside fields.
    /// </summary>
    public bool? Quotes { get; init; }

    /// <summary>
    /// The characters that start a comment line; "" if no line is a comment. Default null: <c>#</c>, <c>%</c> or <c>//</c>, if a line before the table starts
    /// with one of them.
    /// </summary>
    public string? Comment { get; init; }

    /// <summary>Lines before the table. Default null: comments, blank lines, <c>sep=;</c>, and lines of one field before a table of several.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 0.</exception>
    public int? SkipLines
    {
        get;
        init => field = value is not < 0 ? value : throw new ArgumentOutOfRangeException(nameof(SkipLines), value, $"{nameof(SkipLines)} must be at least 0.");
    }

    /// <summary>
    /// The words for a missing value, in upper or lower case; an empty field is always missing. Default null: ?, NA, N/A, #N/A, &lt;NA&gt;, NaN, NULL, \N, and
    /// among numbers also None, -, --, . and the one word that a column of numbers holds.
    /// </summary>
    public IReadOnlyList<string>? Missing { get; init; }

    /// <summary>The types of columns, by name. Default: none, all are guessed. A value that does not fit a type set here is refused.</summary>
    public IReadOnlyDictionary<string, ColumnType> Types { get; init; } = new Dictionary<string, ColumnType>();

    /// <summary>
    /// The format of dates, as <see cref="DateTime.ParseExact(string, string, IFormatProvider)"/> takes it: <c>dd/MM/yyyy</c>. Default null: the one usual
    /// format that all values of a column have.
    /// </summary>
    public string? DateFormat { get; init; }

    internal static bool CanSeparate(char separator) =>
        separator is ' ' or '\t'
            || (separator is > ' ' and < (char)127 && !char.IsAsciiLetterOrDigit(separator) && separator is not ('"' or '+' or '-' or '.'));
}
