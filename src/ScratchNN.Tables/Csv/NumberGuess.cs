using System.Text.RegularExpressions;

namespace ScratchNN.Tables.Csv;

/// <summary>Whether numbers have a decimal point or comma, and what separates their thousands.</summary>
internal static partial class NumberGuess
{
    /// <summary>What options say, and else what the numbers of the first rows show, with what should be said of that.</summary>
    public static (NumberFormat Format, string? Note) Of(IReadOnlyList<SampleRow> rows, char separator, CsvOptions options)
    {
        var (format, note) = Of(rows, separator);
        if (options.DecimalMark == null && options.GroupMark == null) return (format, note);
        char mark = options.DecimalMark ?? (options.GroupMark == format.Decimal ? (format.Decimal == '.' ? ',' : '.') : format.Decimal);
        return (new NumberFormat(mark, options.GroupMark ?? (format.Group == mark ? '\0' : format.Group)), null);
    }

    private static (NumberFormat Format, string? Note) Of(IReadOnlyList<SampleRow> rows, char separator)
    {
        int points = 0, commas = 0, commaGroups = 0, surelyCommaGroups = 0, pointGroups = 0, surelyPointGroups = 0;
        bool beginsWith0 = false; // 0.998 has no thousands
        foreach (string field in rows.Take(500).SelectMany(row => row.Fields.Take(500)))
        {
            if (field.IndexOfAny(['.', ',']) < 0) continue;
            if (CommaGroups().Match(field) is { Success: true } inCommas)
            {
                commaGroups++;
                if (inCommas.Groups[1].Captures.Count > 1 || inCommas.Groups[2].Length > 0) surelyCommaGroups++;
            }
            else if (CommaDecimal().IsMatch(field)) commas++;
            if (PointGroups().Match(field) is { Success: true } inPoints)
            {
                pointGroups++;
                beginsWith0 |= field.AsSpan().TrimStart("+-")[0] == '0';
                if (inPoints.Groups[1].Captures.Count > 1 || inPoints.Groups[2].Length > 0) surelyPointGroups++;
                if (inPoints.Groups[2].Length > 0) commas++;
            }
            else if (PointDecimal().IsMatch(field)) points++;
        }
        if (commas > 0 && points == 0) return (new NumberFormat(',', pointGroups > 0 ? '.' : '\0'), null);
        if (commas > 0) return (NumberFormat.Point, $"of the first numbers {points} have a point and {commas} a decimal comma: the latter are read as text");
        if (surelyPointGroups > 0 && points == 0) return (new NumberFormat(',', '.'), "points separate thousands");
        if (surelyCommaGroups > 0) return (new NumberFormat('.', ','), "commas separate thousands");
        if (commaGroups == 0 && pointGroups > 0 && points == 0 && !beginsWith0)
            return (NumberFormat.Point, "numbers such as 1.234 were read as fractions; if the point separates thousands, set GroupMark = '.'");
        if (commaGroups == 0) return (NumberFormat.Point, null);
        return separator == ';' && points == 0
            ? (new NumberFormat(',', '\0'), "numbers such as 1,234 were read as fractions; if the comma separates thousands, set DecimalMark = '.'")
            : (new NumberFormat('.', ','), "numbers such as 1,234 were read as thousands; if the comma is a decimal comma, set DecimalMark = ','");
    }

    [GeneratedRegex(@"^[-+]?\d{1,3}(,\d{3})+(\.\d*)?$")]
    private static partial Regex CommaGroups();

    [GeneratedRegex(@"^[-+]?\d{1,3}(\.\d{3})+(,\d*)?$")]
    private static partial Regex PointGroups();

    [GeneratedRegex(@"^[-+]?\d*,\d+([eE][-+]?\d+)?$")]
    private static partial Regex CommaDecimal();

    [GeneratedRegex(@"^[-+]?(\d+\.\d*|\.\d+)([eE][-+]?\d+)?$")]
    private static partial Regex PointDecimal();
}
