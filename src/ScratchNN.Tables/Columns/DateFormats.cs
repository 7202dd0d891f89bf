using System.Globalization;

namespace ScratchNN.Tables;

/// <summary>The usual ways to write a date.</summary>
internal static class DateFormats
{
    private static readonly string[] _days = ["yyyy-MM-dd", "yyyy/M/d", "yyyy.MM.dd", "d.M.yyyy", "d/M/yyyy", "M/d/yyyy", "d-M-yyyy", "M-d-yyyy", "d-MMM-yyyy",
        "d MMM yyyy", "MMM d, yyyy"];
    private static readonly string[] _times = ["", " H:mm", " H:mm:ss", " H:mm:ss.FFFFFFF", " h:mm tt", " h:mm:ss tt"];
    private static readonly string[] _all = [.. _days.SelectMany(day => _times.Select(time => day + time)), .. _times[1..4]
        .Select(time => $"yyyy-MM-dd'T'{time.Trim()}K"), "yyyy-MM"];

    /// <summary>
    /// The formats that all of these texts have, and that make different dates of them: none, one, or two where day and month cannot be told.
    /// </summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<string> texts)
    {
        var formats = new List<string>();
        if (texts.Count == 0 || !LooksLikeDate(texts[0])) return formats;
        foreach (string format in _all)
            if (texts.All(text => TryParse(text, format, out _)) && !formats.Exists(other => texts.All(text => Parse(text, other) == Parse(text, format))))
                formats.Add(format);
        return formats;
    }

    public static bool TryParse(string? text, string format, out DateTime date) =>
        DateTime.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out date);

    private static DateTime Parse(string text, string format) => TryParse(text, format, out var date) ? date : default;

    private static bool LooksLikeDate(string text) => text.Length is >= 6 and <= 40 && text.Any(char.IsAsciiDigit);
}
