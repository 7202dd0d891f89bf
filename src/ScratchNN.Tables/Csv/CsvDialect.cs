using nietras.SeparatedValues;

namespace ScratchNN.Tables.Csv;

/// <summary>How a file is written: what options say of it, and what was guessed.</summary>
internal sealed record CsvDialect
{
    private const char EndOfOldFiles = '\u001A';

    /// <summary>Between fields; a space for runs of spaces and tabs.</summary>
    public required char Separator { get; init; }

    /// <summary>Whether quotes enclose fields.</summary>
    public required bool Quotes { get; init; }

    /// <summary>With what a comment line begins, or "".</summary>
    public required string Comment { get; init; }

    /// <summary>Lines before the header or the first row.</summary>
    public int SkipLines { get; init; }

    /// <summary>The line of the row that holds names; 0 if there is none.</summary>
    public long HeaderLine { get; init; }

    /// <summary>Fields of a row.</summary>
    public int Columns { get; init; }

    /// <summary>Whether rows end in a separator, so that an empty field follows the last.</summary>
    public bool EndsInSeparator { get; init; }

    /// <summary>How numbers are written.</summary>
    public NumberFormat Numbers { get; init; } = NumberFormat.Point;

    /// <summary>What separates the fields of the text that <see cref="Open"/> reads.</summary>
    public char ReadSeparator => Separator == ' ' ? '\t' : Separator;

    /// <summary>Reads rows of text, behind the lines to skip.</summary>
    public SepReader Open(TextReader text)
    {
        for (int i = 0; i < SkipLines; i++) _ = text.ReadLine();
        if (Separator == ' ') text = new SpaceRunsReader(text, Quotes);
        return Sep.New(ReadSeparator).Reader(options => options with
        {
            HasHeader = false,
            DisableColCountCheck = true,
            DisableQuotesParsing = !Quotes,
            CultureInfo = Numbers.ForReader,
        }).From(text);
    }

    /// <summary>The line of the file where a row begins. (Sep 0.17 gives the first row the line behind it.)</summary>
    public long LineOf(SepReader.Row row) => SkipLines + (row.RowIndex == 0 ? 1 : row.LineNumberFrom);

    /// <summary>Whether a row is not one of the table: a comment, nothing but spaces, or the Ctrl-Z with which old programs end a file.</summary>
    public bool IsBetween(ReadOnlySpan<char> row, int fields, out bool isComment)
    {
        isComment = Comment.Length > 0 && row.TrimStart().StartsWith(Comment, StringComparison.Ordinal);
        return isComment || (fields == 1 && (row.IsWhiteSpace() || row is [EndOfOldFiles]));
    }

    /// <summary>The separator in words.</summary>
    public static string Name(char separator) => separator switch
    {
        ',' => "commas",
        ';' => "semicolons",
        '\t' => "tabs",
        ' ' => "runs of spaces",
        '|' => "vertical bars",
        _ => Words.Quoted([separator]),
    };
}
