namespace Samples;

/// <summary>Numbers as a line of blocks, ▁ to █, that fits a width: of more numbers than places, the mean of neighbours.</summary>
internal static class Sparkline
{
    private const string Blocks = "▁▂▃▄▅▆▇█";

    public static string Of(IReadOnlyList<double> values, int width)
    {
        int places = Math.Min(width, values.Count);
        double[] means = new double[Math.Max(0, places)];
        for (int i = 0; i < places; i++)
        {
            int from = (int)((long)i * values.Count / places), to = (int)((long)(i + 1) * values.Count / places);
            for (int j = from; j < to; j++) means[i] += values[j] / (to - from);
        }
        double[] finite = [.. means.Where(double.IsFinite)];
        double low = finite.DefaultIfEmpty().Min(), range = finite.DefaultIfEmpty().Max() - low;
        return string.Concat(
            means.Select(mean => double.IsFinite(mean) ? Blocks[range > 0 ? (int)Math.Round((Blocks.Length - 1) * (mean - low) / range) : 0] : '×'));
    }
}
