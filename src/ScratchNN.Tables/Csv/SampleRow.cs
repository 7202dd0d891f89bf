namespace ScratchNN.Tables.Csv;

/// <summary>A row of the beginning of a file, for guesses: its fields as written, and as text.</summary>
internal sealed record SampleRow(long Line, string[] Raw, string[] Fields)
{
    private const int MostRows = 2000;

    /// <summary>Rows of a text, as a dialect has them, without comments and blank lines.</summary>
    public static List<SampleRow> Read(string text, CsvDialect dialect, int most = MostRows)
    {
        var rows = new List<SampleRow>();
        char[] scratch = [];
        using var reader = dialect.Open(new StringReader(text));
        foreach (var row in reader)
        {
            if (rows.Count == most) break;
            if (dialect.IsBetween(row.Span, row.ColCount, out _)) continue;
            string[] raw = new string[row.ColCount], fields = new string[row.ColCount];
            for (int i = 0; i < raw.Length; i++)
            {
                raw[i] = row[i].Span.ToString();
                fields[i] = Field.TryText(raw[i], dialect.Quotes, dialect.ReadSeparator, ref scratch, out var field) ? field.ToString() : raw[i].Trim();
            }
            rows.Add(new SampleRow(dialect.LineOf(row), raw, fields));
        }
        return rows;
    }
}
