using System.Globalization;
using System.Text.RegularExpressions;

namespace ScratchNN.Tables.Csv;

/// <summary>Whether the first row holds names.</summary>
internal static partial class HeaderGuess
{
    /// <summary>Whether it does, and what should be said of that.</summary>
    public static (bool IsHeader, string? Note) Of(SampleRow first, IReadOnlyList<SampleRow> rest, int columns, NumberFormat numbers, MissingWords missing)
    {
        string[] names = first.Fields;
        int numeric = names.Count(name => numbers.TryParse(name, out _));
        if (IsCounting(names))
        {
            bool mayBeARow = rest.Count > 0
                && rest.Take(200).All(row => row.Fields.All(field => int.TryParse(field, out int value) && value >= 0 && value <= columns));
            return mayBeARow
                ? (false, $"line {first.Line} counts {names[0]} to {names[^1]} and was read as a row, because the others hold such numbers too; "
                    + "if it is a header, set HasHeader = true")
                : (true, $"line {first.Line} counts {names[0]} to {names[^1]} and was read as a header; if it is a row, set HasHeader = false");
        }
        if (numeric == names.Length || names.All(string.IsNullOrEmpty)) return (false, null);
        if (rest.Count == 0) return (numeric == 0 && names.All(IsName), null);

        // names stand over numbers and dates
        int typed = 0, named = 0;
        for (int i = 0; i < Math.Min(columns, names.Length); i++)
        {
            var values = rest.Take(500).Where(row => i < row.Fields.Length && !missing.Contains(row.Fields[i], amongNumbers: true)).Select(row => row.Fields[i])
                .ToList();
            bool isTyped = values.Count > 0
                && (values.Count(value => numbers.TryParse(value, out _)) * 5 >= values.Count * 4 || DateFormats.Of(values).Count > 0);
            if (!isTyped) continue;
            typed++;
            if (!missing.Contains(names[i], amongNumbers: true) && !numbers.TryParse(names[i], out _) && DateFormats.Of([names[i]]).Count == 0) named++;
        }
        if (AreYears(names, numbers)) return (true, null);
        if (typed > 0 && named * 2 >= typed) return (true, null);
        if (named > 0) return (false, $"line {first.Line} was read as a row, though it holds words above numbers; if it is a header, set HasHeader = true");
        if (typed > 0 || numeric > 0) return (false, null);

        // words everywhere: names are those that do not occur again
        bool recurs = Enumerable.Range(0, Math.Min(columns, names.Length))
            .Any(i => rest.Any(row => i < row.Fields.Length && row.Fields[i] == names[i] && names[i].Length > 0));
        bool isHeader = !recurs && names.Where(name => name.Length > 0).Distinct().Count() == names.Count(name => name.Length > 0)
            && names.All(name => name.Length == 0 || IsName(name));
        return (isHeader, rest.Count < 3 && isHeader
            ? $"line {first.Line} was read as a header, though all fields are words; if it is a row, set HasHeader = false" : null);
    }

    /// <summary>Whether a row is 0, 1, 2, … or 1, 2, 3, …: names that programs give to columns without.</summary>
    private static bool IsCounting(string[] names)
    {
        if (names.Length < 3 || names[0] is not ("0" or "1")) return false;
        int first = names[0][0] - '0';
        return !names.Where((name, i) => name != (first + i).ToString(CultureInfo.InvariantCulture)).Any();
    }

    /// <summary>Whether the numbers in a row are years that follow one another, two at least, beside a word.</summary>
    private static bool AreYears(string[] names, NumberFormat numbers)
    {
        double[] years = [.. names.Where(name => numbers.TryParse(name, out _)).Select(name => numbers.TryParse(name, out double year) ? year : 0)];
        return years.Length >= 2 && years.Length < names.Length && years[0] is > 1500 and < 2200
            && years.Zip(years.Skip(1)).All(pair => Math.Abs(pair.First - pair.Second) == 1);
    }

    private static bool IsName(string name) => Name().IsMatch(name);

    [GeneratedRegex(@"^[\p{L}_#][\p{L}\d_ .#()/%:-]{0,50}$")]
    private static partial Regex Name();
}
