namespace ScratchNN.Reporting;

/// <summary>A square for each unit of a layer: full if it tells samples apart, empty if it says the same to all of them.</summary>
internal static class UnitGrid
{
    private const int Columns = 24, Most = 480;
    private const double Cell = 16;

    public static Markup Draw(string layer, ReadOnlySpan<float> ranges)
    {
        int shown = Math.Min(Most, ranges.Length), silent = ranges.Count(0);
        double height = (((shown - 1) / Columns) + 1) * Cell;
        var svg = new Markup()
            .Add($"<svg viewBox=\"0 0 {Frame.Width} {height + 4}\" role=\"img\" aria-label=\"{silent} of {ranges.Length} units say the same to all "
                + $"samples.\">\n");
        for (int i = 0; i < shown; i++)
        {
            var (x, y) = ((i % Columns * Cell) + 2, (i / Columns * Cell) + 2);
            if (ranges[i] == 0) svg.Add($"<rect class=\"unit-cell silent\" x=\"{x}\" y=\"{y}\" width=\"12\" height=\"12\"/>");
            else svg.Add($"<rect class=\"unit-cell\" x=\"{x}\" y=\"{y}\" width=\"12\" height=\"12\"/>");
        }
        return Figure.Of($"{layer}: {silent} of {ranges.Length} units say the same to all samples (empty squares)", svg.Add($"\n</svg>\n"));
    }
}
