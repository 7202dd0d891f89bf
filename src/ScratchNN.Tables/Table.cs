using System.Text;

namespace ScratchNN.Tables;

/// <summary>A table in memory: columns of one length, each with a name and a type. Nothing changes it.</summary>
/// <remarks>
/// <code>
/// var table = Table.ReadCsv("titanic.csv");
/// Console.WriteLine(table.Guesses);   // which separator, header, types, … it found
/// float[,] x = table.ToMatrix("age", "fare");
/// </code>
/// </remarks>
public sealed partial class Table
{
    private readonly Dictionary<string, TableColumn> _byName = [];

    internal Table(IReadOnlyList<TableColumn> columns, string guesses)
    {
        (Columns, Guesses) = (columns, guesses);
        foreach (var column in columns) _byName.Add(column.Name, column);
    }

    /// <summary>The columns in order; no two have one name.</summary>
    public IReadOnlyList<TableColumn> Columns { get; }

    /// <summary>The number of rows.</summary>
    public int RowCount => Columns.Count == 0 ? 0 : Columns[0].Count;

    /// <summary>
    /// A paragraph about what was guessed when the table was read: encoding, separator, header, decimal mark, missing values, types. Each can be set in
    /// <see cref="CsvOptions"/>.
    /// </summary>
    public string Guesses { get; }

    /// <summary>A column by its name or, where none is called so, by its number, from 1.</summary>
    /// <param name="column">The name, to the letter, or the number.</param>
    /// <exception cref="ArgumentException">There is no such column; the message lists them.</exception>
    public TableColumn this[string column] => Find(column)
        ?? throw new ArgumentException(
            $"The table has no column {Words.Quoted(column)}.{Hint(column)} {Words.Columns(column, [.. Columns.Select(other => other.Name)])}",
            nameof(column));

    /// <summary>A row, with all columns.</summary>
    /// <param name="row">From 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public TableRow this[int row]
    {
        get
        {
            if ((uint)row >= (uint)RowCount) throw new ArgumentOutOfRangeException(nameof(row), row, $"The table has {RowCount} rows, 0 to {RowCount - 1}.");
            var values = new TableRow();
            foreach (var column in Columns) values[column.Name] = column.Value(row);
            return values;
        }
    }

    /// <summary>Some of the columns, in the order given. Their values are shared, not copied.</summary>
    /// <param name="columns">Names, or numbers from 1.</param>
    /// <exception cref="ArgumentException">There is no such column, or one is given twice.</exception>
    public Table Select(params ReadOnlySpan<string> columns)
    {
        var chosen = new List<TableColumn>();
        foreach (string name in columns)
        {
            var column = this[name];
            if (chosen.Contains(column)) throw new ArgumentException($"Column {Words.Quoted(name)} is selected twice.", nameof(columns));
            chosen.Add(column);
        }
        return new Table(chosen, Guesses);
    }

    /// <summary>All columns but some.</summary>
    /// <param name="columns">Names, or numbers from 1.</param>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public Table Drop(params ReadOnlySpan<string> columns)
    {
        var dropped = new HashSet<TableColumn>();
        foreach (string name in columns) dropped.Add(this[name]);
        return new Table([.. Columns.Where(column => !dropped.Contains(column))], Guesses);
    }

    /// <summary>Some of the rows, in the order given: copies of their values. A row may come several times.</summary>
    /// <param name="rows">Each 0 to <see cref="RowCount"/> − 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public Table Subset(params ReadOnlySpan<int> rows)
    {
        foreach (int row in rows)
            if ((uint)row >= (uint)RowCount) throw new ArgumentOutOfRangeException(nameof(rows), row, $"The table has {RowCount} rows, 0 to {RowCount - 1}.");
        var subset = new TableColumn[Columns.Count];
        for (int i = 0; i < subset.Length; i++) subset[i] = Columns[i].Subset(rows);
        return new Table(subset, Guesses);
    }

    /// <summary>A range of the rows: copies of their values.</summary>
    /// <param name="rows">The range: <c>..^100</c> is all but the last hundred.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range is not within the rows.</exception>
    public Table Take(Range rows)
    {
        var (first, count) = rows.GetOffsetAndLength(RowCount);
        return Subset([.. Enumerable.Range(first, count)]);
    }

    /// <summary>The rows that are wanted: copies of their values.</summary>
    /// <param name="keep">Whether a row is.</param>
    public Table Where(Func<TableRow, bool> keep)
    {
        ArgumentNullException.ThrowIfNull(keep);
        return Subset([.. Enumerable.Range(0, RowCount).Where(row => keep(this[row]))]);
    }

    /// <summary>The rows in which a column has a value: copies of their values.</summary>
    /// <param name="column">Its name, or its number from 1.</param>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public Table WithoutMissing(string column)
    {
        var values = this[column];
        return values.MissingCount == 0 ? this : Subset([.. Enumerable.Range(0, RowCount).Where(row => !values.IsMissing(row))]);
    }

    /// <summary>A column by its name or, where none is called so, by its number, from 1; null if there is none.</summary>
    internal TableColumn? Find(string column)
    {
        ArgumentNullException.ThrowIfNull(column);
        return _byName.TryGetValue(column, out var found) ? found
            : int.TryParse(column, out int number) && number >= 1 && number <= Columns.Count ? Columns[number - 1] : null;
    }

    private string Hint(string column) => Words.Nearest(column, _byName.Keys) is { } near ? $" Did you mean {Words.Quoted(near)}?" : "";

    /// <summary>Each column with its type and gaps, a line each.</summary>
    public override string ToString()
    {
        var text = new StringBuilder($"{RowCount} rows × {Columns.Count} columns");
        foreach (var column in Columns.Take(50)) text.AppendLine().Append("  ").Append(column);
        if (Columns.Count > 50) text.AppendLine().Append($"  and {Columns.Count - 50} more");
        return text.ToString();
    }
}
