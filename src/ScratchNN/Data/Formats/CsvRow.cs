using System.Buffers;
using System.Globalization;

namespace ScratchNN;

/// <summary>A row of a CSV file: the texts of its fields, and what they say.</summary>
internal sealed class CsvRow
{
    private readonly ArrayBufferWriter<char> _text = new();
    private readonly List<(int End, int Line)> _fields = [];

    /// <summary>How many fields it has.</summary>
    public int Count => _fields.Count;

    /// <summary>The line that its last field begins on, from 1.</summary>
    public int Line => _fields[^1].Line;

    /// <summary>Takes the next row; false at the end.</summary>
    public bool Read(CsvFields fields)
    {
        _text.ResetWrittenCount();
        _fields.Clear();
        while (fields.MoveNext())
        {
            _text.Write(fields.Text);
            _fields.Add((_text.WrittenCount, fields.Line));
            if (fields.EndsRow) return true;
        }
        return false;
    }

    /// <summary>Whether every field is a finite number.</summary>
    public bool IsNumbers => Enumerable.Range(0, Count).All(column => TryParse(column, out _));

    /// <summary>Whether no field is a number or was meant to be one, and not all are empty.</summary>
    public bool IsWords
    {
        get
        {
            bool isWords = false;
            for (int column = 0; column < Count; column++)
            {
                var text = Text(column).Trim();
                if (text.IsEmpty) continue;
                isWords = (char.IsLetter(text[0]) || text[0] == '_') && !float.TryParse(text, CultureInfo.InvariantCulture, out _); // NaN begins as a word does
                if (!isWords) return false;
            }
            return isWords;
        }
    }

    /// <exception cref="InvalidDataException">The field is not a finite number.</exception>
    public float Number(int column) => TryParse(column, out float value) ? value
        : throw new InvalidDataException($"{Describe(column)} is not a finite number.");

    /// <summary>The class that a field names.</summary>
    /// <exception cref="InvalidDataException">It names none.</exception>
    public int Label(int column) =>
        int.TryParse(Text(column), NumberStyles.Float, CultureInfo.InvariantCulture, out int label) && label is >= 0 and < int.MaxValue && !HasZero(column) ? label
        : throw new InvalidDataException($"{Describe(column)} is not a label: 0, 1, 2, … are. Numbers that are not classes are read by Csv.Read.");

    private ReadOnlySpan<char> Text(int column) => _text.WrittenSpan[(column == 0 ? 0 : _fields[column - 1].End).._fields[column].End];

    private string Describe(int column) => $"'{FileText.Short(Text(column).ToString())}' at line {_fields[column].Line}, column {column + 1}";

    private bool TryParse(int column, out float value) =>
        float.TryParse(Text(column), NumberStyles.Float, CultureInfo.InvariantCulture, out value) && float.IsFinite(value) && !HasZero(column);

    /// <summary>TryParse is blind to zeros at the end.</summary>
    private bool HasZero(int column) => Text(column).Contains('\0');
}
