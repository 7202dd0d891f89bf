using nietras.SeparatedValues;

namespace ScratchNN.Tables.Csv;

/// <summary>One way through a file: its fields go to the columns that want them.</summary>
internal sealed class CsvPass(CsvDialect dialect, CsvProblems problems)
{
    private const string Quoting = "quotes do not enclose whole fields";

    private char[] _scratch = new char[64];

    public int Rows { get; private set; }
    public int Comments { get; private set; }
    public int BlankLines { get; private set; }

    /// <summary>Reads a text to its end.</summary>
    /// <param name="text">The text, from the beginning.</param>
    /// <param name="cells">For each column where its values go, or null.</param>
    public void Run(TextReader text, ColumnCells?[] cells)
    {
        var blanks = new List<long>();
        var numbers = Array.ConvertAll(cells, column => column as NumberCells);
        using var reader = dialect.Open(text);
        long line = 0;
        try
        {
            foreach (var row in reader)
            {
                line = dialect.LineOf(row);
                if (line == dialect.HeaderLine)
                {
                    blanks.Clear();
                    continue;
                }
                if (IsBetween(row, line, blanks)) continue;
                foreach (long blank in blanks) AddBlank(blank, cells);
                blanks.Clear();
                if (row.ColCount != dialect.Columns && !HasEmptyEnd(row))
                {
                    AddLength(row, line);
                    if (problems.IsHopeless) return;
                    continue;
                }
                Rows++;
                for (int i = 0; i < cells.Length; i++)
                {
                    if (cells[i] is not { } column) continue;
                    var field = row[i];
                    if (numbers[i] is { } plain && plain.TryAdd(field.Span)) continue;
                    if (numbers[i] is { } number && field.TryParse(out double value) && double.IsFinite(value)) number.Add(value, field.Span);
                    else if (Field.TryText(field.Span, dialect.Quotes, dialect.ReadSeparator, ref _scratch, out var content) && !content.Contains('\0'))
                        column.Add(content, line);
                    else
                    {
                        AddQuoting(field.Span, line, i);
                        if (problems.IsHopeless) return;
                    }
                }
            }
        }
        catch (NotSupportedException exception) // a row of 16 million characters
        {
            problems.Add("a row has more than 16,000,000 characters", $"the one that begins after line {line}",
                dialect.Quotes ? "If a quote there opens a field and is never closed, close it, or set Quotes = false." : exception.Message, isLast: true);
        }
        BlankLines += dialect.Columns == 1 ? 0 : blanks.Count;
    }

    private bool IsBetween(SepReader.Row row, long line, List<long> blanks)
    {
        if (!dialect.IsBetween(row.Span, row.ColCount, out bool isComment)) return false;
        if (isComment) Comments++;
        else blanks.Add(line);
        return true;
    }

    /// <summary>A blank line between rows: in a table of one column it is a row whose value is missing.</summary>
    private void AddBlank(long line, ColumnCells?[] cells)
    {
        if (dialect.Columns > 1 || Rows == 0)
        {
            BlankLines++;
            return;
        }
        Rows++;
        cells[0]?.Add(default, line);
    }

    private bool HasEmptyEnd(SepReader.Row row) => dialect.EndsInSeparator && row.ColCount == dialect.Columns + 1 && row[dialect.Columns].Span.IsWhiteSpace();

    private void AddLength(SepReader.Row row, long line)
    {
        for (int i = 0; i < row.ColCount; i++)
            if (!Field.TryText(row[i].Span, dialect.Quotes, dialect.ReadSeparator, ref _scratch, out _))
            {
                AddQuoting(row[i].Span, line, i);
                return;
            }
        if (row.ColCount == dialect.Columns + 1 && row[dialect.Columns].Span.IsWhiteSpace())
            problems.Add("a row ends with a separator", $"line {line}", "Remove it, or end every row with one.");
        else
            problems.Add($"rows need {dialect.Columns} fields, separated by {CsvDialect.Name(dialect.Separator)}", $"line {line} has {row.ColCount}",
                "Correct these lines, or set Separator, Quotes or SkipLines if they were guessed wrong.");
    }

    private void AddQuoting(ReadOnlySpan<char> raw, long line, int column)
    {
        var field = raw.Trim();
        string where = $"line {line}, column {column + 1}, {Words.Quoted(field)}";
        if (field.Contains('\0')) problems.Add("a null character is not text", where, "The file is damaged, or in another encoding.");
        else if (field[0] != '"')
            problems.Add(Quoting, where + " has one in the middle", "Enclose the field and double the quotes in it, or set Quotes = false.", isLast: true);
        else if (field.Count('"') % 2 == 1)
            problems.Add(Quoting, where + " opens one that is never closed", "Close it, or set Quotes = false if quotes are text.", isLast: true);
        else problems.Add(Quoting, where
            + " has text after the closing one", "Double the quotes inside, or set Quotes = false if quotes are text.", isLast: true);
    }
}
