namespace ScratchNN.Reporting;

/// <summary>A line of a chart.</summary>
/// <param name="Name">What it shows, for the legend.</param>
/// <param name="Points">From left to right; values that are not finite are gaps.</param>
internal sealed record Line(string Name, IReadOnlyList<SeriesPoint> Points)
{
    /// <summary>Whether its points are many and noisy: then their range is drawn behind the line.</summary>
    public bool HasBand { get; init; }
}
