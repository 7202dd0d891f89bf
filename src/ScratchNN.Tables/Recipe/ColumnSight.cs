using System.Globalization;
using System.Text.RegularExpressions;

namespace ScratchNN.Tables;

/// <summary>What a look at a column tells: whether a model can learn from it, and how.</summary>
internal static partial class ColumnSight
{
    private const int FewRows = 10; // too few to tell an identifier
    private const double MostlyDifferent = 0.9;
    private const double SkewForLogarithm = 5; // how much further the upper tail reaches than the lower one

    /// <summary>Why nothing can be learned from it; null if something may.</summary>
    public static string? WhyUseless(TableColumn column, bool isFirst)
    {
        int present = column.Count - column.MissingCount;
        if (present == 0) return "all its values are missing";
        int different = Different(column);
        if (different == 1 && column.MissingCount == 0) return $"it holds only {Words.Quoted(First(column))}";
        if (IsRowNumber(column)) return "it numbers the rows";
        bool isMostlyDifferent = present >= FewRows && different >= MostlyDifferent * present;
        if (isMostlyDifferent && (column.Type == ColumnType.WholeNumber || !column.IsNumeric) && column.Type != ColumnType.Date
            && IsIdentifierName().IsMatch(column.Name))
            return string.Create(CultureInfo.InvariantCulture, $"an identifier: {different} different values in {present} rows, and its name");
        bool isNameless = column.Name.All(char.IsAsciiDigit);
        if (isMostlyDifferent && isFirst && isNameless && column.Type == ColumnType.WholeNumber)
            return string.Create(CultureInfo.InvariantCulture, $"an identifier: {different} different whole numbers in {present} rows of the first column");
        if (column.Type == ColumnType.Text && column.MissingCount == 0)
            return string.Create(CultureInfo.InvariantCulture, $"free text: {different} different texts in {present} rows");
        return null;
    }

    /// <summary>The rule for a column from which something may be learned.</summary>
    public static ColumnRule RuleFor(TableColumn column) => column.Type switch
    {
        ColumnType.Number or ColumnType.WholeNumber => new NumberColumn(column.Name) { Logarithm = IsSkewed(column) },
        ColumnType.Category => new CategoryColumn(column.Name),
        ColumnType.YesNo => new YesNoColumn(column.Name),
        ColumnType.Date => new DateColumn(column.Name),
        _ => new PresenceColumn(column.Name),
    };

    private static int Different(TableColumn column)
    {
        var seen = new HashSet<double>();
        for (int row = 0; row < column.Count; row++)
            if (!column.IsMissing(row)) seen.Add(column.IsNumeric ? column.Number(row) : column.Code(row));
        return seen.Count;
    }

    private static string First(TableColumn column) => Enumerable.Range(0, column.Count).Select(column.Text).OfType<string>().First();

    private static bool IsRowNumber(TableColumn column)
    {
        if (column.Type != ColumnType.WholeNumber || column.MissingCount > 0 || column.Count < 3) return false;
        for (int row = 1; row < column.Count; row++)
            if (column.Number(row) != column.Number(row - 1) + 1) return false;
        return true;
    }

    /// <summary>Amounts from 0 on, few of which are many times the others.</summary>
    private static bool IsSkewed(TableColumn column)
    {
        List<double> sorted = [.. Enumerable.Range(0, column.Count).Where(row => !column.IsMissing(row)).Select(column.Number).Order()];
        if (sorted.Count < FewRows || sorted[0] < 0) return false;
        double low = sorted[sorted.Count / 100], middle = sorted[sorted.Count / 2], high = sorted[sorted.Count - 1 - (sorted.Count / 100)];
        return high - middle > SkewForLogarithm * (middle - low) && high > SkewForLogarithm * middle;
    }

    [GeneratedRegex(
        @"^(id|.*[_ .-]id|.*(?-i:[a-z]I[Dd])|idx|index|row|rownames?|nr|no|num|number|key|uuid|guid|hash|unnamed: ?\d+|.*[_ ](nr|no|key|uuid|guid|number))$",
        RegexOptions.IgnoreCase)]
    private static partial Regex IsIdentifierName();
}
