namespace ScratchNN.Tables.Csv;

/// <summary>
/// Text whose fields are separated by runs of spaces and tabs, with one tab in place of each run, and none at the ends of lines. Quoted spaces stay.
/// </summary>
internal sealed class SpaceRunsReader(TextReader inner, bool quotes) : TextReader
{
    private readonly char[] _buffer = new char[1 << 14];
    private int _at, _end;
    private bool _isInField, _isQuoted, _hasSpace;
    private bool _closedQuote; // with the character before: another quote opens it again, as a doubled one

    public override int Read(Span<char> span)
    {
        int written = 0;
        while (written < span.Length)
        {
            if (_at == _end && !Fill()) break;
            char next = _buffer[_at];
            bool isEnd = next is '\n' or '\r';
            if (next is ' ' or '\t' && !_isQuoted)
            {
                _hasSpace |= _isInField;
                _at++;
                continue;
            }
            if (_hasSpace && !isEnd)
            {
                (_hasSpace, _isInField) = (false, false);
                span[written++] = '\t';
                continue;
            }
            if (isEnd && !_isQuoted) (_isInField, _hasSpace) = (false, false);
            else
            {
                if (quotes && next == '"') _isQuoted = _isQuoted ? false : !_isInField || _closedQuote;
                _closedQuote = next == '"' && !_isQuoted;
                _isInField = true;
            }
            span[written++] = next;
            _at++;
        }
        return written;
    }

    public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

    public override int Read()
    {
        Span<char> one = stackalloc char[1];
        return Read(one) == 1 ? one[0] : -1;
    }

    /// <summary>Looks at the next character of the text, which is what is needed to know whether \n follows \r.</summary>
    public override int Peek() => _at < _end || Fill() ? _buffer[_at] : -1;

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }

    private bool Fill()
    {
        (_at, _end) = (0, inner.Read(_buffer, 0, _buffer.Length));
        return _end > 0;
    }
}
