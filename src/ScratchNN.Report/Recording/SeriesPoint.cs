namespace ScratchNN.Reporting;

/// <summary>A point of a <see cref="StepSeries"/>: the mean of some steps, and their range.</summary>
/// <param name="Step">The last of these steps.</param>
/// <param name="Value">The mean of the values that are finite; NaN if none is.</param>
/// <param name="Low">The smallest of them.</param>
/// <param name="High">The largest.</param>
internal readonly record struct SeriesPoint(double Step, double Value, double Low, double High);
