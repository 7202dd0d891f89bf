namespace ScratchNN.Tables.Csv;

/// <summary>Of what type columns are: what options say, what the first rows show, and what all rows hold.</summary>
internal sealed class ColumnTypes(CsvLayout layout, CsvOptions options, Dictionary<string, string> dateFormats, CsvProblems problems, List<string> notes)
{
    private const double MostlyNumbers = 0.9; // of the values of a column, for the rest to be a word for missing

    /// <summary>Room for the values of a column, by what its first rows show.</summary>
    public ColumnCells NewCells(string name, int column)
    {
        bool isNumber = options.Types.TryGetValue(name, out var said) ? said is ColumnType.Number or ColumnType.WholeNumber : ShowsNumbers(column);
        return isNumber ? new NumberCells(name, layout.Missing, layout.Dialect.Numbers) : new TextCells(name, layout.Missing);
    }

    /// <summary>Whether the first rows have numbers there, nine of ten at least.</summary>
    private bool ShowsNumbers(int column)
    {
        int numbers = 0, others = 0;
        foreach (var row in layout.Rows)
        {
            if (column >= row.Fields.Length || layout.Missing.Contains(row.Fields[column], amongNumbers: true)) continue;
            if (layout.Dialect.Numbers.TryParse(row.Fields[column], out _)) numbers++;
            else others++;
        }
        return numbers > 0 && numbers >= 9 * others;
    }

    /// <summary>Whether a column that seemed to hold numbers does; if not, it is to be read again.</summary>
    public bool AreNumbers(NumberCells cells)
    {
        bool isSaid = options.Types.ContainsKey(cells.Name);
        int others = cells.OtherWords.Values.Sum(word => word.Count), present = cells.Values.Count - cells.MissingCount;
        if (isSaid)
        {
            foreach (var (word, (count, line)) in cells.OtherWords)
                problems.Add(
                    $"column {Words.Quoted(cells.Name)} is declared to hold {options.Types[cells.Name].InWords()}",
                    $"{Words.Quoted(word)} in line {line}{(count > 1 ? $" and {count - 1} more times" : "")}",
                    "Correct these values, add the words for missing ones to Missing, or set the type to Text.");
            if (options.Types[cells.Name] == ColumnType.WholeNumber && !cells.IsWhole)
                problems.Add($"column {Words.Quoted(cells.Name)} is declared to hold whole numbers", "it has fractions", "Set the type to Number.");
            return true;
        }
        string name = Words.Quoted(cells.Name);
        if (cells.HasCodes)
        {
            notes.Add($"column {name} holds codes such as {Words.Quoted(cells.Changed!)}: as numbers they would lose their zeros; if they are numbers, "
                + "set the type to Number");
            return false;
        }
        if (cells.IsWhole && cells.Changed is { } changed)
        {
            notes.Add($"column {name} holds whole numbers with so many digits ({Words.Quoted(changed)}) that a number would lose the last ones: "
                + "they were read as text");
            return false;
        }
        if (others == 0) return true;
        string examples = string.Join(", ", cells.OtherWords.OrderByDescending(word => word.Value.Count).Take(3)
            .Select(word => $"{Words.Quoted(word.Key)} in line {word.Value.Line}"));
        bool isMostly = !cells.IsText && present - others >= MostlyNumbers * present;
        if (isMostly && cells.OtherWords.Count == 1 && !layout.Missing.IsGiven && !cells.OtherWords.Keys.Single().Any(char.IsAsciiDigit))
        {
            notes.Add($"column {name} holds numbers and {cells.AsMissing()} times {Words.Quoted(cells.OtherWords.Keys.Single())}, "
                + "which was read as missing; if it has a meaning, set the type to Category");
            return true;
        }
        if (isMostly)
            notes.Add($"column {name} was read as text, though {present - others} of its {present} values are numbers (but not {examples}): correct these, "
                + "or add them to Missing");
        return false;
    }

    /// <summary>The column that its values make.</summary>
    public TableColumn Finish(ColumnCells cells)
    {
        if (cells is NumberCells numbers)
        {
            var kind = numbers.IsWhole && !IsSaid(cells, ColumnType.Number) ? ColumnType.WholeNumber : ColumnType.Number;
            return new TableColumn(cells.Name, kind, numbers.Values) { MissingLines = cells.MissingLines };
        }
        var texts = (TextCells)cells;
        ColumnType? said = options.Types.TryGetValue(cells.Name, out var type) ? type : null;
        if (said == null && texts.Values.Count > 0 && AsNumbers(texts) is { } late) return late;

        var formats = said is null or ColumnType.Date ? Dates(texts, said != null) : [];
        double[]? meanings = formats.Count > 0
            ? texts.Values.ConvertAll(text => DateFormats.TryParse(text, formats[0], out var date) ? (double)date.Ticks : 0).ToArray() : null;
        bool isYesNo = said is null ? YesNoWords.AreAll(texts.Values) : said == ColumnType.YesNo;
        if (isYesNo)
        {
            meanings = texts.Values.ConvertAll(text => YesNoWords.TryParse(text, out double value) ? value : double.NaN).ToArray();
            for (int i = 0; i < meanings.Length; i++)
                if (double.IsNaN(meanings[i]))
                    problems.Add(
                        $"column {Words.Quoted(cells.Name)} is declared to hold yes or no", Words.Quoted(texts.Values[i]), "Set the type to Category.");
        }
        int present = texts.Codes.Count - texts.MissingCount;
        var found = said ?? (formats.Count > 0 ? ColumnType.Date : isYesNo ? ColumnType.YesNo
            : texts.Values.Count <= 10 || texts.Values.Count * 2 <= present ? ColumnType.Category : ColumnType.Text);
        return new TableColumn(cells.Name, found, texts.Codes, texts.Values, meanings)
        {
            MissingLines = cells.MissingLines,
            DateFormat = formats.Count > 0 ? formats[0] : null,
        };
    }

    private bool IsSaid(ColumnCells cells, ColumnType type) => options.Types.TryGetValue(cells.Name, out var said) && said == type;

    /// <summary>A column of numbers that the first rows did not show, as all its values there were missing.</summary>
    private TableColumn? AsNumbers(TextCells texts)
    {
        var numbers = new NumberCells(texts.Name, layout.Missing, layout.Dialect.Numbers);
        foreach (string text in texts.Values) numbers.Add(text, 0);
        if (numbers.OtherWords.Count > 0 || numbers.Changed != null || numbers.MissingCount == numbers.Values.Count) return null;
        var values = new Chunked<double>();
        for (int row = 0; row < texts.Codes.Count; row++) values.Add(texts.Codes[row] < 0 ? double.NaN : numbers.Values[texts.Codes[row]]);
        return new TableColumn(texts.Name, numbers.IsWhole ? ColumnType.WholeNumber : ColumnType.Number, values) { MissingLines = texts.MissingLines };
    }

    private IReadOnlyList<string> Dates(TextCells texts, bool isSaid)
    {
        IReadOnlyList<string> formats = (options.DateFormat ?? dateFormats.GetValueOrDefault(texts.Name)) is { } given
            && texts.Values.TrueForAll(text => DateFormats.TryParse(text, given, out _)) ? [given] : DateFormats.Of(texts.Values);
        string name = Words.Quoted(texts.Name);
        if (formats.Count > 1)
        {
            notes.Add($"the dates of column {name} may be {formats[0]} or {formats[1]}, so they were read as text: set DateFormat");
            formats = [];
        }
        if (isSaid && formats.Count == 0 && texts.Values.Count > 0) // one without values may hold anything
            problems.Add($"column {name} is declared to hold dates", Words.Quoted(texts.Values[0]),
                "All values need the same format: set DateFormat, or set the type to Text.");
        return formats;
    }
}
