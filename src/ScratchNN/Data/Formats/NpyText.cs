using System.Globalization;

namespace ScratchNN;

/// <summary>Reads the few Python literals that stand in the header of an NPY file. Spaces between them count for nothing.</summary>
internal sealed class NpyText(string text)
{
    private int _at;

    public bool TryTake(char symbol)
    {
        SkipSpaces();
        if (_at == text.Length || text[_at] != symbol) return false;
        _at++;
        return true;
    }

    public void Expect(char symbol)
    {
        if (!TryTake(symbol)) throw Unexpected($"'{symbol}'");
    }

    /// <summary>A string in single or double quotes, without escapes.</summary>
    public string String()
    {
        char quote = TryTake('\'') ? '\'' : TryTake('"') ? '"' : throw Unexpected("a string");
        int end = text.IndexOfAny([quote, '\\', '\n'], _at);
        if (end < 0 || text[end] != quote) throw Unexpected("a plain string");
        string value = text[_at..end];
        _at = end + 1;
        return value;
    }

    public bool Boolean() => TryTakeWord("True") || (TryTakeWord("False") ? false : throw Unexpected("True or False"));

    /// <summary>A tuple of unsigned integers: <c>()</c>, <c>(3,)</c>, <c>(3, 4)</c>; of Python 2, <c>(3L,)</c>.</summary>
    public List<long> Tuple()
    {
        var numbers = new List<long>();
        Expect('(');
        while (!TryTake(')'))
        {
            numbers.Add(Integer());
            if (TryTake(',')) continue;
            Expect(')');
            return numbers.Count > 1 ? numbers : throw Unexpected("a tuple, such as (3,),");
        }
        return numbers;
    }

    public void ExpectEnd()
    {
        SkipSpaces();
        if (_at < text.Length) throw Unexpected("nothing more");
    }

    public InvalidDataException Unexpected(string expected) => new($"The header of the NPY file is damaged at character {_at}: {expected} is expected.");

    private long Integer()
    {
        SkipSpaces();
        int end = _at;
        while (end < text.Length && char.IsAsciiDigit(text[end])) end++;
        if (!long.TryParse(text.AsSpan(_at, end - _at), NumberStyles.None, CultureInfo.InvariantCulture, out long value))
            throw Unexpected("an unsigned integer");
        _at = end < text.Length && text[end] == 'L' ? end + 1 : end;
        return value;
    }

    private bool TryTakeWord(string word)
    {
        SkipSpaces();
        if (!text.AsSpan(_at).StartsWith(word)) return false;
        _at += word.Length;
        return true;
    }

    private void SkipSpaces()
    {
        while (_at < text.Length && text[_at] is ' ' or '\t' or '\n' or '\r') _at++;
    }
}
