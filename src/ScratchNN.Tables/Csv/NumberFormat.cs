using System.Globalization;

namespace ScratchNN.Tables.Csv;

/// <summary>How the numbers of a file are written: the decimal mark, and what separates thousands, or \0.</summary>
internal readonly record struct NumberFormat(char Decimal, char Group)
{
    private const int Longest = 100; // no double needs more, and stack is not endless

    private static readonly CultureInfo _point = Culture('.'), _comma = Culture(',');

    public static NumberFormat Point => new('.', '\0');

    /// <summary>Culture for a reader that takes the decimal mark from it, and knows no groups.</summary>
    public CultureInfo ForReader => Decimal == ',' ? _comma : _point;

    /// <summary>Reads a finite number that is the whole text but spaces around it.</summary>
    public bool TryParse(ReadOnlySpan<char> text, out double value)
    {
        value = 0;
        text = text.Trim();
        if (text.Length is 0 or > Longest || text.Contains('\0')) return false;
        if (Decimal != '.' || (Group != '\0' && text.Contains(Group)))
        {
            Span<char> plain = stackalloc char[text.Length];
            int length = Plain(text, plain);
            return length > 0 && double.TryParse(plain[..length], NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
        }
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);
    }

    /// <summary>The number with a decimal point and without groups; 0 characters if groups are not of three digits.</summary>
    private int Plain(ReadOnlySpan<char> text, Span<char> plain)
    {
        int length = 0, digits = 0;
        bool hasGroup = false, isFraction = false;
        foreach (char letter in text)
        {
            if (letter == Group && !isFraction && Group != '\0')
            {
                if (hasGroup ? digits != 3 : digits is 0 or > 3) return 0;
                (hasGroup, digits) = (true, 0);
                continue;
            }
            if (letter == Decimal || (!char.IsAsciiDigit(letter) && length > 0 && !isFraction))
            {
                if (hasGroup && digits != 3) return 0;
                isFraction = true;
            }
            else if (letter == '.') return 0;
            plain[length++] = letter == Decimal ? '.' : letter;
            if (char.IsAsciiDigit(letter)) digits++;
        }
        return hasGroup && !isFraction && digits != 3 ? 0 : length;
    }

    private static CultureInfo Culture(char mark)
    {
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = culture.NumberFormat.CurrencyDecimalSeparator = mark.ToString();
        culture.NumberFormat.NumberGroupSeparator = culture.NumberFormat.CurrencyGroupSeparator = mark == ',' ? "." : ",";
        return CultureInfo.ReadOnly(culture);
    }
}
