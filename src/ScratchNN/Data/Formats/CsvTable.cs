using System.Globalization;
using System.Text;

namespace ScratchNN;

/// <summary>The numbers of a CSV file, and the lines they stand on.</summary>
internal sealed class CsvTable
{
    private readonly List<float> _values = [];
    private readonly List<int> _lines = []; // of the rows

    private CsvTable(CsvFields fields, bool hasHeader)
    {
        bool isHeader = hasHeader;
        for (int count = 1; fields.MoveNext(); count++)
        {
            if (!isHeader)
            {
                if (count == 1) _lines.Add(fields.Line);
                _values.Add(Number(fields));
            }
            if (!fields.EndsRow) continue;
            if (Columns == 0) Columns = count;
            if (count != Columns)
                throw new InvalidDataException($"Line {fields.Line} has {count} fields, the first row has {Columns}.");
            (count, isHeader) = (0, false);
        }
        if (_lines.Count == 0) throw new InvalidDataException("The file holds no row of numbers.");
    }

    public int Rows => _lines.Count;

    public int Columns { get; }

    public float this[int row, int column] => _values[(row * Columns) + column];

    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static CsvTable Read(Stream stream, bool hasHeader, char separator)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (separator is '"' or '\n' or '\r' || char.IsAsciiDigit(separator))
            throw new ArgumentException($"'{separator}' cannot separate numbers.", nameof(separator));
        using var reader = new StreamReader(stream, new UTF8Encoding(false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: false, leaveOpen: true);
        var fields = new CsvFields(reader, separator);
        try
        {
            return new CsvTable(fields, hasHeader);
        }
        catch (DecoderFallbackException exception)
        {
            throw new InvalidDataException($"The file is no UTF-8, somewhere after line {fields.Line}.", exception);
        }
    }

    /// <summary>A number that must be a class.</summary>
    public int Label(int row, int column)
    {
        float value = this[row, column];
        return value >= 0 && value < int.MaxValue && value == MathF.Truncate(value) ? (int)value
            : throw new InvalidDataException(FormattableString.Invariant($"{value} at line {_lines[row]}, column {column + 1} is no label: 0, 1, 2, … are."));
    }

    private static float Number(CsvFields fields) =>
        float.TryParse(fields.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out float value) && float.IsFinite(value) && !fields.Text.Contains('\0') ? value // TryParse is blind to zeros at the end
            : throw new InvalidDataException($"'{SafeTensorsHeader.Short(fields.Text.ToString())}' at line {fields.Line}, column {fields.Column} is no finite number."
                + (fields.Line == 1 ? " Is it a header? Say hasHeader: true." : ""));
}
