using System.Buffers;

namespace ScratchNN;

/// <summary>The fields of a CSV file, one after another.</summary>
internal sealed class CsvFields
{
    private const char ByteOrderMark = '\uFEFF';

    private readonly TextReader _reader;
    private readonly char _separator;
    private readonly ArrayBufferWriter<char> _text = new();
    private int _next, _line = 1; // the character to come, or −1, and its line

    public CsvFields(TextReader reader, char separator)
    {
        (_reader, _separator) = (reader, separator);
        EndsRow = true; // the one before the first
    }

    /// <summary>The field, without quotes.</summary>
    public ReadOnlySpan<char> Text => _text.WrittenSpan;

    /// <summary>The line that it begins on, from 1.</summary>
    public int Line { get; private set; }

    /// <summary>Its number in the row, from 1.</summary>
    public int Column { get; private set; }

    /// <summary>Whether it is the last of its row.</summary>
    public bool EndsRow { get; private set; }

    /// <summary>Goes to the next field; false at the end.</summary>
    public bool MoveNext()
    {
        if (Line == 0 && Take() == ByteOrderMark) Take();
        if (EndsRow)
        {
            while (TryTakeRowEnd()) { } // empty lines
            if (_next < 0) return false;
            Column = 0;
        }
        (Line, Column) = (_line, Column + 1);
        _text.ResetWrittenCount();
        if (_next == '"') TakeQuoted();
        else
            while (_next >= 0 && _next != _separator && _next is not ('\n' or '\r')) Keep();
        if (_next == _separator) (EndsRow, _) = (false, Take());
        else EndsRow = TryTakeRowEnd() || _next < 0 ? true : throw new InvalidDataException($"Text follows the closing quote at line {_line}, column {Column}.");
        return true;
    }

    private void TakeQuoted()
    {
        for (Take(); _next != '"' || Take() == '"'; Keep())
            if (_next < 0) throw new InvalidDataException($"The quote that opens at line {Line}, column {Column} is never closed.");
    }

    private bool TryTakeRowEnd()
    {
        if (_next is not ('\n' or '\r')) return false;
        bool isCarriageReturn = _next == '\r';
        if (Take() == '\n' && isCarriageReturn) Take();
        return true;
    }

    private void Keep()
    {
        _text.GetSpan(1)[0] = (char)_next;
        _text.Advance(1);
        Take();
    }

    /// <summary>Goes to the next character and returns it.</summary>
    private int Take()
    {
        int last = _next;
        _next = _reader.Read();
        if (last == '\n' || (last == '\r' && _next != '\n')) _line++;
        return _next;
    }
}
