namespace ScratchNN;

/// <summary>SNN002: a column of numbers so large that float32 has few values left between them.</summary>
internal sealed class CoarseInputs() : Check("SNN002", CheckMoment.TrainingStart)
{
    private const int FewestRows = 50, FewSteps = 256;
    private const double Few = 0.5; // different values, of the rows

    public override void Examine(in CheckPass pass)
    {
        int columns = pass.Model.InputShape.Size, rows = pass.Rows.Length;
        if (rows < FewestRows) return;
        var x = pass.Layers[0].Input;
        for (int column = 0; column < columns; column++)
        {
            float low = pass.Data.Minima[column], high = pass.Data.Maxima[column], largest = Math.Max(Math.Abs(low), Math.Abs(high));
            if (!float.IsFinite(largest) || largest < 1 << 20 || !(high > low)) continue; // below, whole numbers and quarters keep their place
            double apart = (double)MathF.BitIncrement(largest) - largest;
            if (high - (double)low >= FewSteps * apart) continue;
            var different = new HashSet<float>();
            for (int at = column; at < x.Length; at += columns) different.Add(x[at]);
            if (different.Count > Few * rows) continue;
            pass.Report(new Finding
            {
                Code = Code,
                Severity = Severity.Warning,
                Title = $"Column {column} of x has only {different.Count} different values in {rows} rows: near {NumberFormat.Text(largest)}, "
                    + $"float32 numbers are {NumberFormat.Text(apart)} apart.",
                Advice = "Subtract the first or the mean of the column while the numbers are double or long, and convert what is left.",
                Tensor = $"x[{column}]",
                Evidence = new Dictionary<string, double> { ["column"] = column, ["different values"] = different.Count, ["apart"] = apart },
            });
            return;
        }
    }
}
