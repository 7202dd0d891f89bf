using System.Globalization;

namespace ScratchNN.Tables;

/// <summary>A column of a <see cref="Table"/>: its name, type and values.</summary>
/// <remarks>Numbers are kept as double, 8 bytes a value; texts once each, and 4 bytes a value. Nothing changes a column.</remarks>
public sealed class TableColumn
{
    private const int Missing = -1;

    private readonly Chunked<double>? _numbers; // NaN: missing
    private readonly Chunked<int>? _codes; // places in Values; −1: missing
    private readonly double[]? _meanings; // of each of Values: ticks of a date, 1 or 0 for yes or no

    internal TableColumn(string name, ColumnType type, Chunked<double> numbers)
    {
        (Name, Type, _numbers) = (name, type, numbers);
        for (int row = 0; row < numbers.Count; row++)
            if (double.IsNaN(numbers[row])) MissingCount++;
    }

    internal TableColumn(string name, ColumnType type, Chunked<int> codes, IReadOnlyList<string> values, double[]? meanings)
    {
        (Name, Type, _codes, Values, _meanings) = (name, type, codes, values, meanings);
        for (int row = 0; row < codes.Count; row++)
            if (codes[row] == Missing) MissingCount++;
    }

    /// <summary>Its name: that of the header, or its number, from 1, where the table has none.</summary>
    public string Name { get; }

    /// <summary>The type of its values.</summary>
    public ColumnType Type { get; }

    /// <summary>How many values it has, missing ones included: one for each row.</summary>
    public int Count => _numbers?.Count ?? _codes!.Count;

    /// <summary>How many of them are missing.</summary>
    public int MissingCount { get; }

    /// <summary>Whether its values are numbers: <see cref="ColumnType.Number"/> or <see cref="ColumnType.WholeNumber"/>.</summary>
    public bool IsNumeric => _numbers != null;

    /// <summary>The texts that occur, each once, in the order in which they come; empty if the column is numeric.</summary>
    public IReadOnlyList<string> Values { get; } = [];

    /// <summary>Lines of the file where values are missing, the first few; empty where the table was not read from one.</summary>
    internal IReadOnlyList<long> MissingLines { get; init; } = [];

    /// <summary>How its dates are written; null if it holds none.</summary>
    internal string? DateFormat { get; init; }

    /// <summary>Whether the value of a row is missing.</summary>
    /// <param name="row">From 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public bool IsMissing(int row)
    {
        RequireRow(row);
        return _numbers != null ? double.IsNaN(_numbers[row]) : _codes![row] == Missing;
    }

    /// <summary>A number; 1 or 0 for yes or no; NaN if it is missing.</summary>
    /// <param name="row">From 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    /// <exception cref="InvalidOperationException">The column holds texts or dates.</exception>
    public double Number(int row)
    {
        RequireRow(row);
        if (_numbers != null) return _numbers[row];
        if (Type != ColumnType.YesNo) throw new InvalidOperationException($"Column '{Name}' holds {Type.InWords()}, not numbers: read Text(row).");
        return _codes![row] == Missing ? double.NaN : _meanings![_codes[row]];
    }

    /// <summary>A date; null if it is missing.</summary>
    /// <param name="row">From 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    /// <exception cref="InvalidOperationException">The column holds no dates.</exception>
    public DateTime? Date(int row)
    {
        RequireRow(row);
        if (Type != ColumnType.Date) throw new InvalidOperationException($"Column '{Name}' holds {Type.InWords()}, not dates.");
        return _codes![row] == Missing ? null : new DateTime((long)_meanings![_codes[row]]);
    }

    /// <summary>A value as text, with a decimal point if it is a number; null if it is missing.</summary>
    /// <param name="row">From 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public string? Text(int row)
    {
        RequireRow(row);
        if (_numbers == null) return _codes![row] == Missing ? null : Values[_codes[row]];
        return double.IsNaN(_numbers[row]) ? null : _numbers[row].ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>The place of a row's text in <see cref="Values"/>, −1 if it is missing.</summary>
    internal int Code(int row) => _codes![row];

    internal TableValue Value(int row) => IsMissing(row) ? TableValue.Missing : Type switch
    {
        ColumnType.Number or ColumnType.WholeNumber => Number(row),
        ColumnType.YesNo => TableValue.YesNo(Number(row) != 0, Text(row)!),
        ColumnType.Date => Date(row)!.Value,
        _ => Text(row),
    };

    internal TableColumn Subset(ReadOnlySpan<int> rows) =>
        _numbers != null ? new TableColumn(Name, Type, _numbers.Subset(rows))
            : new TableColumn(Name, Type, _codes!.Subset(rows), Values, _meanings) { DateFormat = DateFormat };

    private void RequireRow(int row)
    {
        if ((uint)row >= (uint)Count) throw new ArgumentOutOfRangeException(nameof(row), row, $"Column '{Name}' has {Count} rows, 0 to {Count - 1}.");
    }

    /// <summary>Name, type and gaps: <c>age: number, 177 of 891 missing</c>.</summary>
    public override string ToString() => $"{Name}: {Type.InWords()}{(MissingCount == 0 ? "" : $", {MissingCount} of {Count} missing")}";
}
