using System.Globalization;

namespace ScratchNN;

/// <summary>How a message writes numbers.</summary>
internal static class NumberFormat
{
    /// <summary>Four digits, as few as say it, and below ten million no exponent: 0.001, 412, 383,700, 1.5E+09.</summary>
    public static string Text(double value) => Rounded(ref value) ? value.ToString(Grouped, CultureInfo.InvariantCulture)
        : value.ToString("G4", CultureInfo.InvariantCulture);

    /// <summary>A format for numbers whose digits are grouped by three.</summary>
    public const string Grouped = "#,0";

    /// <summary>Rounds a number from 10,000 to ten million to four digits, to be written with <see cref="Grouped"/>; false for others.</summary>
    public static bool Rounded(ref double value)
    {
        double size = Math.Abs(value);
        if (!(size >= 9999.5 && size < 9_999_500)) return false;
        double unit = size < 99_995 ? 10 : size < 999_950 ? 100 : 1000;
        value = Math.Round(value / unit, MidpointRounding.AwayFromZero) * unit;
        return true;
    }

    /// <summary>A share as a percentage: 98 %, 0.3 %, 99.6 %: 100 % is all.</summary>
    public static string Percent(double share) => share switch
    {
        0 => "0 %",
        < 0.1 => string.Create(CultureInfo.InvariantCulture, $"{Math.Round(100 * share, 1):0.#} %"),
        >= 0.995 and < 1 => string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(1000 * share) / 10:0.#} %"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0} %"),
    };

    /// <summary>Seconds with the digits that matter: 0.0042, 0.75, 12.30, 1234.50.</summary>
    public static string Seconds(double seconds) => seconds.ToString(seconds is > 0 and < 0.0995 ? "G2" : "0.00", CultureInfo.InvariantCulture);

    /// <summary>A loss, and the accuracy where there are classes: loss 0.4195, accuracy 0.9785.</summary>
    /// <param name="loss">The loss.</param><param name="accuracy">0 to 1, or null.</param><param name="of">A word for both, and a space.</param>
    public static string Scores(double loss, double? accuracy, string of = "") =>
        $"{of}loss {Text(loss)}" + (accuracy is { } share ? string.Create(CultureInfo.InvariantCulture, $", {of}accuracy {share:0.0000}") : "");
}
