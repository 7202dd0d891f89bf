using System.Runtime.InteropServices;
using System.Text;

namespace ScratchNN;

/// <summary>The numbers of a CSV file, and the labels in a column of it.</summary>
internal sealed class CsvTable
{
    private readonly List<float> _values = [];
    private readonly List<int> _labels = [];
    private readonly int _rows;

    private CsvTable(CsvFields fields, bool hasHeader, Index? labels)
    {
        int columns = 0, labelColumn = -1;
        var row = new CsvRow();
        for (bool isFirst = true; row.Read(fields); isFirst = false)
        {
            if (isFirst)
            {
                columns = row.Count;
                if (labels is { } index) labelColumn = LabelColumn(index, columns);
                if (hasHeader) continue;
                RequireNoHeader(row, fields);
            }
            if (row.Count != columns)
                throw new InvalidDataException($"Line {row.Line} has {row.Count} fields, the first row has {columns}.");
            for (int column = 0; column < columns; column++)
                if (column == labelColumn) _labels.Add(row.Label(column));
                else _values.Add(row.Number(column));
            _rows++;
        }
        if (_rows == 0) throw new InvalidDataException("The file holds no row of numbers.");
    }

    /// <summary>The labels, one a row.</summary>
    public int[] Labels => [.. _labels];

    /// <summary>The other columns.</summary>
    public float[,] Values
    {
        get
        {
            float[,] values = new float[_rows, _values.Count / _rows];
            CollectionsMarshal.AsSpan(_values).CopyTo(MemoryMarshal.CreateSpan(ref values[0, 0], values.Length));
            return values;
        }
    }

    /// <summary>Reads a table; one of its columns may hold labels.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static CsvTable Read(Stream stream, bool hasHeader, char separator, Index? labels = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (separator is '"' or '\n' or '\r' || char.IsAsciiDigit(separator))
            throw new ArgumentException($"'{separator}' cannot separate numbers.", nameof(separator));
        using var reader = new StreamReader(stream, new UTF8Encoding(false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: false, leaveOpen: true);
        var fields = new CsvFields(reader, separator);
        try
        {
            return new CsvTable(fields, hasHeader, labels);
        }
        catch (DecoderFallbackException exception)
        {
            throw new InvalidDataException($"The file is no UTF-8, somewhere after line {fields.Line}.", exception);
        }
    }

    private static int LabelColumn(Index labels, int columns)
    {
        int column = labels.GetOffset(columns);
        return column >= 0 && column < columns && columns > 1 ? column
            : throw new InvalidDataException($"The table has {columns} columns: labels in column {labels} and at least one more are expected.");
    }

    private static void RequireNoHeader(CsvRow row, CsvFields fields)
    {
        if (!row.IsWords) return; // else it is refused in any case
        int line = row.Line;
        var next = new CsvRow();
        if (next.Read(fields) && next.Count == row.Count && next.IsNumbers)
            throw new InvalidDataException($"Line {line} holds words and line {next.Line} numbers. Is it a header? Say hasHeader: true.");
    }
}
