namespace ScratchNN;

/// <summary>SNN002: one to three numbers of a column of x or y, far beyond all others of it.</summary>
internal sealed class Outliers() : Check("SNN002", CheckMoment.TrainingStart)
{
    private const int FewestRows = 50, RowsForEach = 100, Most = 3, FewestValues = 10, MostFloats = 1 << 23;
    private const double Far = 30;         // times as far from the median as the next
    private const double Suspicious = 0.3; // of √N deviations, which are the most there can be

    /// <summary>Whether a number was found to be one.</summary>
    public static bool Is(in CheckPass pass, string tensor, double value) => pass.Findings.Any(finding =>
        finding.Tensor == tensor && finding.Evidence.TryGetValue("outliers", out _) && finding.Evidence["value"] == value);

    public override void Examine(in CheckPass pass)
    {
        if (pass.Source.IsOnDemand) return; // one row in thousands is not in a sample
        if (pass.Meaning == OutputKind.Numbers && pass.Source.TargetRows.Count > 0) Examine(pass, pass.Source.TargetRows, "y");
        if (pass.Source.InputShape.Size <= DataProfile.MostColumns) Examine(pass, pass.Source.Inputs, "x");
    }

    private void Examine(in CheckPass pass, SampleSpan data, string tensor)
    {
        var rows = pass.TrainingRows;
        if (rows.Length < FewestRows || (long)rows.Length * data.Shape.Size > MostFloats) return;
        var statistics = ColumnStatistics.Of(data, rows, pass.Workers);
        if (!statistics.AreFinite) return;
        var profile = statistics.Profile;
        double far = Suspicious * Math.Sqrt(rows.Length);
        int found = 0;
        Outlier worst = default;
        for (int column = 0; column < data.Shape.Size; column++)
        {
            double reach = Math.Max((double)profile.Maximum[column] - profile.Mean[column], (double)profile.Mean[column] - profile.Minimum[column]);
            if (reach <= far * profile.Deviation[column] || (tensor == "x" && pass.Model.Root.Categories(pass.Model.InputShape, column) != null)) continue;
            if (Find(data, rows, column) is { } outlier && found++ == 0) worst = outlier;
        }
        if (found == 0) return;
        pass.Report(new Finding
        {
            Code = Code,
            Severity = Severity.Warning,
            Title = $"Row {worst.Row} of {tensor} is {NumberFormat.Text(worst.Value)}{(data.Shape.Size > 1 ? $" in column {worst.Column}" : "")}, and "
                + (worst.Count > 1 ? $"{worst.Count - 1} more like it; " : "")
                    + $"the other {rows.Length - worst.Count} rows lie between {NumberFormat.Text(worst.Low)} and {NumberFormat.Text(worst.High)}."
                + (found > 1 ? $" {found - 1} more {(found == 2 ? "column has" : "columns have")} such a row." : ""),
            Advice = "Is it a typing error, or in another unit? Correct the row or drop it: it dominates the mean and the "
                + $"deviation{(tensor == "y" ? ", and makes up most of the loss" : "; scaled by these, all other rows look alike")}.",
            Tensor = tensor,
            Evidence = new Dictionary<string, double> { ["row"] = worst.Row, ["column"] = worst.Column, ["value"] = worst.Value, ["outliers"] = worst.Count },
        });
    }

    private static Outlier? Find(SampleSpan data, ReadOnlySpan<int> rows, int column)
    {
        float[] values = new float[rows.Length];
        int[] order = rows.ToArray();
        for (int i = 0; i < values.Length; i++) values[i] = data[rows[i]][column];
        float[] sorted = [.. values];
        Array.Sort(sorted);
        double median = sorted[sorted.Length / 2];
        double[] distances = Array.ConvertAll(values, value => -Math.Abs(value - median));
        Array.Sort(distances, order); // the farthest first
        int most = Math.Clamp(rows.Length / RowsForEach, 1, Most), count = 0;
        for (int k = 1; k <= most; k++)
            if (distances[k - 1] < Far * distances[k] && distances[k] < 0) count = k;
        if (count == 0) return null;
        var others = new HashSet<float>();
        float low = float.PositiveInfinity, high = float.NegativeInfinity;
        foreach (int row in order.AsSpan(count))
        {
            float value = data[row][column];
            (low, high) = (Math.Min(low, value), Math.Max(high, value));
            if (others.Count < FewestValues) others.Add(value);
        }
        return others.Count < FewestValues ? null : new Outlier(order[0], column, data[order[0]][column], count, low, high);
    }

    private readonly record struct Outlier(int Row, int Column, float Value, int Count, float Low, float High);
}
