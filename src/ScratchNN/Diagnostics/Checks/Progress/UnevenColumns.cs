namespace ScratchNN;

/// <summary>SNN002: columns of x whose ranges are far apart, where nothing is learned though x tells of y: a small one hardly moves the outputs.</summary>
/// <remarks>Asked by <see cref="LossPlateau"/> alone: a model that learns gets along with them.</remarks>
internal static class UnevenColumns
{
    private const double Far = 100;

    /// <summary>The finding; null where ranges are alike, or something in front evens them out.</summary>
    public static Finding? Of(in CheckPass pass, Severity severity)
    {
        float[] minima = pass.Data.Minima, maxima = pass.Data.Maxima;
        int smallest = -1, largest = -1;
        for (int column = 0; column < minima.Length; column++)
        {
            double range = Range(column);
            if (!(range > 0) || !double.IsFinite(range) || pass.Model.Root.Categories(pass.Model.InputShape, column) != null) continue;
            if (smallest < 0 || range < Range(smallest)) smallest = column;
            if (largest < 0 || range > Range(largest)) largest = column;
        }
        if (smallest < 0 || Range(largest) < Far * Range(smallest) || Standardized.Inputs(pass).Length > 0) return null;
        return new Finding
        {
            Code = "SNN002",
            Severity = severity,
            Title = $"Column {smallest} of x goes from {NumberFormat.Text(minima[smallest])} to {NumberFormat.Text(maxima[smallest])}, "
                + $"and column {largest} from {NumberFormat.Text(minima[largest])} to {NumberFormat.Text(maxima[largest])}: "
                + "compared with the large columns, the small ones hardly move the outputs.",
            Advice = "Put a Standardize in front of the model: it brings all columns to one scale.",
            Tensor = $"x[{smallest}]",
            Evidence = new Dictionary<string, double> { ["column"] = smallest, ["range"] = Range(smallest), ["largest range"] = Range(largest) },
        };

        double Range(int column) => (double)maxima[column] - minima[column];
    }
}
