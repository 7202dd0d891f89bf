namespace ScratchNN;

/// <summary>SNN002: one value of a column, in many rows, far from all others: it may mark what is missing.</summary>
/// <remarks>
/// Bits, one-hot columns and codes have too few other values; counts with many zeros, prices and the margins of images go on close to the value. Where half of the columns begin at 0,
/// 0 is their background.
/// </remarks>
internal sealed class MissingValues() : Check("SNN002", CheckMoment.TrainingStart)
{
    private const int FewestRows = 100, FewestMarked = 5, FewestOthers = 30, FewestValues = 10, FewColumns = 4;
    private const double LeastShare = 0.01, Half = 0.5;
    private const double Apart = 1.5; // times the range of the others, to the nearest of them

    /// <summary>Whether a value was taken for such a mark.</summary>
    public static bool IsMark(in CheckPass pass, double value) =>
        pass.Findings.Any(finding => finding.Evidence.TryGetValue("mark", out double mark) && mark == value);

    public override void Examine(in CheckPass pass)
    {
        var x = pass.Layers[0].Input;
        int columns = pass.Model.InputShape.Size, rows = x.Length / columns, zeros = 0, found = 0;
        if (rows < FewestRows) return;
        foreach (float minimum in pass.Data.Minima)
            if (minimum == 0) zeros++;
        bool isBackground = columns >= FewColumns && zeros >= Half * columns;
        Mark worst = default;
        for (int column = 0; column < columns; column++)
        {
            if (pass.Model.Root.Categories(pass.Model.InputShape, column) != null) continue;
            if (Find(x, columns, column, pass.Data.Minima[column], pass.Data.Maxima[column]) is not { } mark || (mark.Value == 0 && isBackground)) continue;
            if (found++ == 0) worst = mark;
        }
        if (found == 0) return;
        double share = (double)worst.Count / rows;
        string value = NumberFormat.Text(worst.Value);
        pass.Report(new Finding
        {
            Code = Code,
            Severity = Severity.Warning,
            Title = $"Column {worst.Column} of x is {value} in {NumberFormat.Percent(share)} of {rows} rows, and the others lie between {NumberFormat.Text(worst.Low)} and {NumberFormat.Text(worst.High)}"
                + (found > 1 ? $"; {found - 1} more {(found == 2 ? "column has" : "columns have")} such a value" : "") + ": does it stand for missing values?",
            Advice = $"If so, put the mean of the others in their place before anything is scaled, and add a column that is 1 where the value was missing, else 0. If {value} is meant, leave it.",
            Tensor = $"x[{worst.Column}]",
            Evidence = new Dictionary<string, double> { ["column"] = worst.Column, ["mark"] = worst.Value, ["share"] = share, ["columns"] = found },
        });
    }

    private static Mark? Find(ReadOnlySpan<float> x, int columns, int column, float smallest, float largest)
    {
        if (!float.IsFinite(smallest) || !float.IsFinite(largest) || smallest == largest) return null;
        int atSmallest = 0, atLargest = 0, rows = x.Length / columns;
        float second = float.PositiveInfinity, lastBut = float.NegativeInfinity; // the nearest others
        for (int at = column; at < x.Length; at += columns)
        {
            float value = x[at];
            if (value == smallest) atSmallest++;
            else second = Math.Min(second, value);
            if (value == largest) atLargest++;
            else lastBut = Math.Max(lastBut, value);
        }
        return IsApart(atSmallest, (double)second - smallest, (double)largest - second) && HasManyValues(x, columns, column, smallest) ? new(column, smallest, atSmallest, second, largest)
            : IsApart(atLargest, (double)largest - lastBut, (double)lastBut - smallest) && HasManyValues(x, columns, column, largest) ? new(column, largest, atLargest, smallest, lastBut)
            : null;

        bool IsApart(int count, double gap, double range) => count >= FewestMarked && count >= LeastShare * rows && rows - count >= FewestOthers && gap > Apart * range;
    }

    private static bool HasManyValues(ReadOnlySpan<float> x, int columns, int column, float mark)
    {
        var others = new HashSet<float>();
        for (int at = column; at < x.Length && others.Count < FewestValues; at += columns)
            if (x[at] != mark) others.Add(x[at]);
        return others.Count >= FewestValues;
    }

    private readonly record struct Mark(int Column, float Value, int Count, float Low, float High);
}
