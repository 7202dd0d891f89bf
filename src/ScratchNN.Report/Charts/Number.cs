using System.Globalization;

namespace ScratchNN.Reporting;

/// <summary>How the report writes numbers.</summary>
internal static class Number
{
    /// <summary>Four digits, as few as say it: 0.001, 412.5, 383,713, 1.5E+09; whole numbers whole: 41,358.</summary>
    public static string Text(double value) => Math.Abs(value) < 1e9 && (value == Math.Floor(value) || Math.Abs(value) is >= 9999.5 and < 1e7)
        ? Count((long)Math.Round(value))
        : value.ToString("G4", CultureInfo.InvariantCulture);

    /// <summary>Digits in groups of three: 60,000.</summary>
    public static string Count(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    public static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{100 * share:0.#} %");

    /// <summary>0.42 s, 12.3 s, 4:05, 1:02:03.</summary>
    public static string Time(TimeSpan time) => time.TotalSeconds < 60 ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.##} s")
        : time.TotalHours < 1 ? $"{time.Minutes}:{time.Seconds:00} min" : $"{(long)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00} h";
}
