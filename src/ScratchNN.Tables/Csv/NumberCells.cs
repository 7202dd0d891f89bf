using System.Runtime.CompilerServices;

namespace ScratchNN.Tables.Csv;

/// <summary>Values of a column that seems to hold numbers.</summary>
internal sealed class NumberCells(string name, MissingWords missingWords, NumberFormat format) : ColumnCells(name, missingWords)
{
    private const int MostWords = 1000; // of more the column is text, whatever else it holds
    private const double LargestExact = 1L << 53; // above, a double is not every whole number
    private const int ExactDigits = 15;

    private static readonly double[] _powers = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19];

    private readonly Chunked<double> _values = new();
    private readonly char _mark = format.Decimal;
    private readonly Dictionary<string, (int Count, long Line)> _words = [];
    private bool _beginsWithZero;

    public Chunked<double> Values => _values;

    /// <summary>What is not a number, how often it occurs, and where first.</summary>
    public IReadOnlyDictionary<string, (int Count, long Line)> OtherWords => _words;

    /// <summary>Whether it has too many of these to go on.</summary>
    public bool IsText => _words.Count > MostWords;

    public bool IsWhole { get; private set; } = true;

    /// <summary>A text that a double would change: a code that begins with 0, or a whole number of too many digits. Null if there is none.</summary>
    public string? Changed { get; private set; }

    /// <summary>Whether whole numbers begin with 0, as codes do.</summary>
    public bool HasCodes => IsWhole && _beginsWithZero;

    /// <summary>Takes a field if it is a plain number, as nearly all are: a sign, digits and a decimal mark, 19 characters at most.</summary>
    /// <remarks>
    /// value = digits / 10^k, both exact as doubles (digits ≤ 2⁵³, k ≤ 22), so that one rounding gives the double nearest to the text. W. Clinger: How to read
    /// floating point numbers accurately, PLDI 1990. All other texts go to the reader, which takes twice as long.
    /// </remarks>
    public bool TryAdd(ReadOnlySpan<char> text)
    {
        int first = text is ['-', ..] ? 1 : 0, point = -1;
        if (text.Length - first is < 1 or > 19) return false;
        ulong digits = 0;
        for (int i = first; i < text.Length; i++)
        {
            uint digit = (uint)(text[i] - '0');
            if (digit <= 9) digits = (digits * 10) + digit;
            else if (text[i] == _mark && point < 0) point = i;
            else return false;
        }
        if (digits > 1UL << 53 || text.Length - first == (point < 0 ? 0 : 1)) return false;
        double value = point < 0 ? digits : digits / _powers[text.Length - 1 - point];
        Add(first == 0 ? value : -value, text);
        return true;
    }

    /// <summary>Takes a number that the reader has found.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(double value, ReadOnlySpan<char> text)
    {
        _values.Add(value);
        if (value != Math.Floor(value)) IsWhole = false;
        else if (text.Length > ExactDigits || text[0] is '0' or ' ') Look(value, text.Trim());
    }

    public override void Add(ReadOnlySpan<char> text, long line)
    {
        if (IsText) return;
        if (TryCountMissing(text, amongNumbers: true, line)) _values.Add(double.NaN);
        else if (format.TryParse(text, out double value)) Add(value, text);
        else
        {
            string word = text.ToString();
            var (count, first) = _words.TryGetValue(word, out var known) ? known : (0, line);
            _words[word] = (count + 1, first);
            _values.Add(double.NaN);
        }
    }

    /// <summary>Takes a word that stands for a missing value as one.</summary>
    public int AsMissing()
    {
        int count = _words.Values.Sum(word => word.Count);
        foreach (var word in _words.Values) CountMissing(word.Line);
        return count;
    }

    private void Look(double value, ReadOnlySpan<char> text)
    {
        if (text.Length > 1 && text[0] == '0' && char.IsAsciiDigit(text[1]))
        {
            _beginsWithZero = true;
            Changed ??= text.ToString();
        }
        else if (Math.Abs(value) >= LargestExact && text.TrimStart("+-").IndexOfAnyExceptInRange('0', '9') < 0) Changed ??= text.ToString();
    }
}
