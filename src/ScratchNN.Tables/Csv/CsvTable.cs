using System.Text;

namespace ScratchNN.Tables.Csv;

/// <summary>Reads a table: looks at its beginning, reads it once, and columns again whose type that did not show.</summary>
internal sealed class CsvTable
{
    private readonly CsvSource _source;
    private readonly Encoding _encoding;
    private readonly CsvLayout _layout;
    private readonly ColumnTypes _types;
    private readonly List<string> _notes = [];
    private readonly CsvProblems _problems = new();

    private CsvTable(CsvSource source, CsvOptions options, Encoding encoding, TableEncoder? encoder)
    {
        using var text = source.OpenText(encoding);
        _layout = CsvLayout.Of(text, source.Length, options);
        if (encoder != null)
        {
            var types = options.Types.ToDictionary();
            foreach (var (name, type) in encoder.Types)
                if (_layout.Names.Contains(name)) types.TryAdd(name, type == ColumnType.WholeNumber ? ColumnType.Number : type);
            options = options with { Types = types };
        }
        (_source, _encoding, _types) = (source, encoding, new ColumnTypes(_layout, options, encoder?.DateFormats ?? [], _problems, _notes));
        foreach (string name in options.Types.Keys)
            if (!_layout.Names.Contains(name))
                throw new ArgumentException(
                    $"{nameof(CsvOptions.Types)} has a type for {Words.Quoted(name)}, which is not a column. The columns are {Words.Some(_layout.Names, 20)}.");
    }

    /// <exception cref="InvalidDataException">The source holds no table, or a damaged one.</exception>
    public static Table Read(CsvSource source, CsvOptions options, TableEncoder? encoder = null)
    {
        byte[] head = source.Head();
        var (encoding, name) = TextEncoding.Guess(head);
        if (options.Encoding is { } given) (encoding, name) = (TextEncoding.Strict(given), given.WebName);
        if (ForeignFile.Describe(head, head.Length < 1000) is { } foreign) throw new InvalidDataException(foreign);
        try
        {
            return new CsvTable(source, options, encoding, encoder).Read(source.IsText ? "text" : name);
        }
        catch (DecoderFallbackException)
        {
            throw TextEncoding.Refusal(source, encoding);
        }
    }

    private Table Read(string encodingName)
    {
        ColumnCells[] cells = [.. _layout.Names.Select((name, column) => _types.NewCells(name, column))];
        var pass = Pass(cells, _problems);
        if (_problems.IsHopeless) _problems.ThrowIfAny();
        if (pass.Rows == 0) _problems.ThrowIfAny();
        if (pass.Rows == 0)
            throw new InvalidDataException($"the file has a header in line {_layout.Dialect.HeaderLine} ({Words.Some(_layout.Names, 5)}) and no rows.");

        // columns that seemed to hold numbers, and do not
        var again = new ColumnCells?[cells.Length];
        for (int i = 0; i < cells.Length; i++)
            if (cells[i] is NumberCells numbers && !_types.AreNumbers(numbers)) again[i] = cells[i] = new TextCells(numbers.Name, _layout.Missing);
        if (Array.Exists(again, column => column != null)) Pass(again, new CsvProblems()); // those that there are, are known

        TableColumn[] columns = [.. cells.Select(_types.Finish)];
        _problems.ThrowIfAny();
        return new Table(columns, new CsvReport(_layout, pass, columns).Of(encodingName, _notes));
    }

    private CsvPass Pass(ColumnCells?[] cells, CsvProblems problems)
    {
        var pass = new CsvPass(_layout.Dialect, problems);
        using var text = _source.OpenText(_encoding);
        pass.Run(text, cells);
        return pass;
    }
}
