using System.Globalization;
using ScratchNN.Tables.Csv;

namespace ScratchNN.Tables;

/// <summary>
/// A value of a <see cref="TableRow"/>: a text, a number, yes or no, a date, or missing. It converts from each of these; <c>null</c> and <c>default</c> are
/// missing. What may be null, such as an <c>int?</c>, goes through <see cref="From{T}"/>.
/// </summary>
public readonly struct TableValue
{
    private readonly string? _text;
    private readonly double _number; // also 1 or 0, or ticks
    private readonly Kind _kind;

    private TableValue(Kind kind, double number, string? text) => (_kind, _number, _text) = (kind, number, text);

    private enum Kind { Missing, Text, Number, YesNo, Date }

    /// <summary>No value.</summary>
    public static TableValue Missing => default;

    /// <summary>Whether there is no value.</summary>
    public bool IsMissing => _kind == Kind.Missing;

    /// <summary>A text; missing if it is null. A number in it has a decimal point, an empty one is missing, and spaces around it do not count.</summary>
    /// <param name="text">The text.</param>
    public static implicit operator TableValue(string? text) => string.IsNullOrWhiteSpace(text) ? default : new TableValue(Kind.Text, 0, text.Trim());

    /// <summary>A whole number.</summary>
    /// <param name="number">The number.</param>
    public static implicit operator TableValue(int number) => (double)number;

    /// <summary>A whole number; beyond ±2⁵³ the nearest double.</summary>
    /// <param name="number">The number.</param>
    public static implicit operator TableValue(long number) => (double)number;

    /// <summary>A number, as prices are kept; it becomes the nearest double.</summary>
    /// <param name="number">The number.</param>
    public static implicit operator TableValue(decimal number) => (double)number;

    /// <summary>A number; missing if it is NaN.</summary>
    /// <param name="number">The number.</param>
    public static implicit operator TableValue(double number) => double.IsNaN(number) ? default : new TableValue(Kind.Number, number, null);

    /// <summary>Yes or no.</summary>
    /// <param name="yes">Which.</param>
    public static implicit operator TableValue(bool yes) => YesNo(yes, yes ? "true" : "false");

    /// <summary>A date.</summary>
    /// <param name="date">The date.</param>
    public static implicit operator TableValue(DateTime date) => new(Kind.Date, date.Ticks, null);

    /// <summary>A date without a time.</summary>
    /// <param name="date">The date.</param>
    public static implicit operator TableValue(DateOnly date) => date.ToDateTime(TimeOnly.MinValue);

    /// <summary>A date, in universal time.</summary>
    /// <param name="date">The date.</param>
    public static implicit operator TableValue(DateTimeOffset date) => date.UtcDateTime;

    /// <summary>A value that may be missing: an <c>int?</c>, <c>double?</c>, <c>decimal?</c>, <c>bool?</c>, <c>DateOnly?</c>, and so on.</summary>
    /// <typeparam name="T">A number, yes or no, a date, a letter or an enumeration, whose names are texts.</typeparam>
    /// <param name="value">The value, or null.</param>
    /// <exception cref="ArgumentException">The type is another one.</exception>
    public static TableValue From<T>(T? value) where T : struct => Of(value)
        ?? throw new ArgumentException($"{typeof(T)} is not a value of a column: a column holds texts, numbers, yes or no, or dates.", nameof(value));

    /// <summary>A value of any of the types that convert; null if it is of another one.</summary>
    internal static TableValue? Of(object? value) => value switch
    {
        null => Missing,
        string text => text,
        char letter => letter.ToString(),
        bool yes => yes,
        DateTime date => date,
        DateTimeOffset date => date,
        DateOnly date => date,
        Enum name => name.ToString(),
        Half number => (double)number,
        byte or sbyte or short or ushort or int or uint or long or ulong or float or double or decimal => Convert.ToDouble(value, CultureInfo.InvariantCulture),
        _ => default(TableValue?), // null alone would be a missing value
    };

    internal static TableValue YesNo(bool yes, string text) => new(Kind.YesNo, yes ? 1 : 0, text);

    /// <summary>Whether there is no value, or a text that says so, as in a file: <c>NA</c>.</summary>
    internal bool SaysMissing(bool amongNumbers) => IsMissing || (_kind == Kind.Text && MissingWords.IsUsual(_text!, amongNumbers));

    /// <summary>The value as a number, if it is one or a text that is one.</summary>
    internal bool TryNumber(out double number)
    {
        number = _number;
        return _kind is Kind.Number or Kind.YesNo
            || (_kind == Kind.Text && double.TryParse(_text, NumberStyles.Float, CultureInfo.InvariantCulture, out number) && double.IsFinite(number));
    }

    /// <summary>The value as 1 or 0, if it says yes or no.</summary>
    internal bool TryYesNo(out double number)
    {
        number = _number;
        return _kind == Kind.YesNo || (_kind == Kind.Number && number is 0 or 1) || (_kind == Kind.Text && YesNoWords.TryParse(_text, out number));
    }

    /// <summary>The value as a date, if it is one or a text that is one in a format.</summary>
    internal bool TryDate(string format, out DateTime date)
    {
        date = _kind == Kind.Date ? new DateTime((long)_number) : default;
        return _kind == Kind.Date || (_kind == Kind.Text && DateFormats.TryParse(_text, format, out date));
    }

    /// <summary>The value as text, with a decimal point if it is a number; empty if it is missing.</summary>
    public override string ToString() => _kind switch
    {
        Kind.Missing => "",
        Kind.Number => _number.ToString(CultureInfo.InvariantCulture),
        Kind.Date => new DateTime((long)_number).ToString("s", CultureInfo.InvariantCulture),
        _ => _text!,
    };
}
