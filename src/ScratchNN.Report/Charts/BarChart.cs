namespace ScratchNN.Reporting;

/// <summary>A bar for each name, from the left; a value that is not finite is written in words.</summary>
internal sealed record BarChart(string Title, string Unit, IReadOnlyList<(string Name, double Value, string Text)> Bars)
{
    private const int ShortName = 8; // stands beside its bar, a longer one above
    private const double Right = 330;

    /// <summary>Whether a bar's length is the logarithm of its value: for sizes that differ by decades.</summary>
    public bool IsLogarithmic { get; init; }

    public Markup Draw()
    {
        double[] lengths = [.. Bars.Select(bar => Length(bar.Value))];
        double most = Math.Max(lengths.Where(double.IsFinite).DefaultIfEmpty(1).Max(), 1e-12), longest = Bars.Max(bar => bar.Name.Length);
        bool areShort = longest <= ShortName;
        double row = areShort ? 19 : 34, left = areShort ? 12 + (8 * longest) : 8, height = (row * Bars.Count) + 26;
        var svg = new Markup()
            .Add($"<svg viewBox=\"0 0 {Frame.Width} {height}\" role=\"img\" aria-label=\"{Title}. "
                + $"{string.Join(", ", Bars.Select(bar => $"{bar.Name}: {bar.Text}"))}\">\n");
        for (int i = 0; i < Bars.Count; i++)
        {
            double y = (row * i) + (areShort ? 0 : 15), length = double.IsFinite(lengths[i]) ? Math.Max(1, (Right - left) * lengths[i] / most) : Right - left;
            if (areShort) svg.Add($"<text x=\"{left - 6}\" y=\"{y + 13}\" text-anchor=\"end\">{Bars[i].Name}</text>");
            else svg.Add($"<text x=\"{left}\" y=\"{y - 3}\">{Bars[i].Name}</text>");
            if (double.IsFinite(lengths[i])) svg.Add($"<rect class=\"bar\" x=\"{left}\" y=\"{y + 2}\" width=\"{length}\" height=\"11\"/>");
            else svg.Add($"<rect class=\"bar broken\" x=\"{left}\" y=\"{y + 2}\" width=\"{length}\" height=\"11\"/>");
            svg.Add($"<text x=\"{left + length + 6}\" y=\"{y + 13}\">{Bars[i].Text}</text>\n");
        }
        svg.Add($"<text class=\"unit\" x=\"{left}\" y=\"{height - 8}\">{Unit}{(IsLogarithmic ? ", log scale" : "")}</text></svg>\n");
        return Figure.Of(Title, svg);
    }

    private double Length(double value) => IsLogarithmic ? Math.Log10(1 + (1000 * value)) : value;
}
