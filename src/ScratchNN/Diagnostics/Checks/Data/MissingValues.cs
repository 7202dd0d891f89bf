using System.Runtime.InteropServices;

namespace ScratchNN;

/// <summary>SNN002: one value of a column, in many rows, far from all others: it may mark what is missing.</summary>
/// <remarks>
/// Bits, one-hot columns and codes have too few other values; counts with many zeros, prices and the margins of images go on close to the value. Where half of
/// the columns begin at 0, 0 is their background.
/// </remarks>
internal sealed class MissingValues() : Check("SNN002", CheckMoment.TrainingStart)
{
    private const int FewestRows = 100, FewestMarked = 5, FewestOthers = 30, FewestValues = 10, FewColumns = 4, MostOutputs = 8;
    private const double LeastShare = 0.01, Half = 0.5;
    private const double Apart = 1.5; // times the range of the others, to the nearest of them

    /// <summary>Whether a value was judged to be such a mark.</summary>
    public static bool IsMark(in CheckPass pass, double value) =>
        pass.Findings.Any(finding => finding.Evidence.TryGetValue("mark", out double mark) && mark == value);

    public override void Examine(in CheckPass pass)
    {
        ExamineTargets(pass);
        int columns = pass.Model.InputShape.Size, rows = pass.Rows.Length, zeros = 0, found = 0;
        if (rows < FewestRows) return;
        var x = ProbeColumns.Of(pass);
        foreach (float minimum in pass.Data.Minima)
            if (minimum == 0) zeros++;
        bool isBackground = columns >= FewColumns && zeros >= Half * columns;
        Mark worst = default;
        for (int column = 0; column < columns; column++)
        {
            if (Find(x[column], column, pass.Data.Minima[column], pass.Data.Maxima[column]) is not { } mark || (mark.Value == 0 && isBackground)) continue;
            if (pass.Model.Root.Categories(pass.Model.InputShape, column) != null) continue;
            if (found++ == 0) worst = mark;
        }
        if (found == 0) return;
        double share = (double)worst.Count / rows;
        string value = NumberFormat.Text(worst.Value);
        pass.Report(new Finding
        {
            Code = Code,
            Severity = Severity.Warning,
            Title = $"Column {worst.Column} of x is {value} in {NumberFormat.Percent(share)} of {rows} rows, and the others lie between "
                + $"{NumberFormat.Text(worst.Low)} and {NumberFormat.Text(worst.High)}"
                + (found > 1 ? $"; {found - 1} more {(found == 2 ? "column has" : "columns have")} such a value" : "") + ": does it stand for missing values?",
            Advice = "If so, replace it by the mean of the others before you scale, and add a column that is 1 where the value was missing and 0 elsewhere. "
                + $"If {value} is a real value, leave it.",
            Tensor = $"x[{worst.Column}]",
            Evidence = new Dictionary<string, double> { ["column"] = worst.Column, ["mark"] = worst.Value, ["share"] = share, ["columns"] = found },
        });
    }

    /// <summary>Of numbers that are learned.</summary>
    private void ExamineTargets(in CheckPass pass)
    {
        int rows = pass.Rows.Length, outputs = pass.Targets.Length / rows;
        if (pass.Meaning != OutputKind.Numbers || rows < FewestRows || outputs is 0 or > MostOutputs) return;
        float[] y = new float[rows];
        for (int output = 0; output < outputs; output++)
        {
            float smallest = float.PositiveInfinity, largest = float.NegativeInfinity;
            for (int row = 0; row < rows; row++)
            {
                y[row] = pass.Targets[(row * outputs) + output];
                (smallest, largest) = (Math.Min(smallest, y[row]), Math.Max(largest, y[row]));
            }
            if (Find(y, output, smallest, largest) is not { } mark) continue;
            string value = NumberFormat.Text(mark.Value);
            pass.Report(new Finding
            {
                Code = Code,
                Severity = Severity.Warning,
                Title = $"{(outputs > 1 ? $"Column {output} of y" : "y")} is {value} in {NumberFormat.Percent((double)mark.Count / rows)} of {rows} rows, "
                    + $"and the other targets lie between {NumberFormat.Text(mark.Low)} and {NumberFormat.Text(mark.High)}: does it stand for missing values?",
                Advice = $"If so, drop these rows: there is nothing to learn from them. If {value} is a real value, leave it.",
                Tensor = "y",
                Evidence = new Dictionary<string, double> { ["column"] = output, ["mark"] = mark.Value, ["share"] = (double)mark.Count / rows },
            });
            return;
        }
    }

    private static Mark? Find(ReadOnlySpan<float> x, int column, float smallest, float largest)
    {
        if (!float.IsFinite(smallest) || !float.IsFinite(largest) || smallest == largest) return null;
        int atSmallest = Count(x, smallest), atLargest = Count(x, largest);
        if (!AreEnough(atSmallest, x.Length) && !AreEnough(atLargest, x.Length)) return null;
        float second = float.PositiveInfinity, lastBut = float.NegativeInfinity; // the nearest others
        foreach (float value in x)
        {
            if (value != smallest) second = Math.Min(second, value);
            if (value != largest) lastBut = Math.Max(lastBut, value);
        }
        return AreEnough(atSmallest, x.Length) && IsApart((double)second - smallest, (double)largest - second) && HasManyValues(x, smallest)
            ? new(column, smallest, atSmallest, second, largest)
            : AreEnough(atLargest, x.Length) && IsApart((double)largest - lastBut, (double)lastBut - smallest) && HasManyValues(x, largest)
                ? new(column, largest, atLargest, smallest, lastBut)
            : null;
    }

    /// <summary>By bits, which is vectorised.</summary>
    private static int Count(ReadOnlySpan<float> x, float value) => MemoryMarshal.Cast<float, int>(x).Count(BitConverter.SingleToInt32Bits(value));

    /// <summary>Whether that many rows are neither a few odd ones nor almost all.</summary>
    private static bool AreEnough(int count, int rows) => count >= FewestMarked && count >= LeastShare * rows && rows - count >= FewestOthers;

    private static bool IsApart(double gap, double range) => gap > Apart * range;

    private static bool HasManyValues(ReadOnlySpan<float> x, float mark)
    {
        var others = new HashSet<float>();
        for (int row = 0; row < x.Length && others.Count < FewestValues; row++)
            if (x[row] != mark) others.Add(x[row]);
        return others.Count >= FewestValues;
    }

    private readonly record struct Mark(int Column, float Value, int Count, float Low, float High);
}
