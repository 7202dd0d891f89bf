namespace ScratchNN.Reporting;

/// <summary>A value that a chart shows as a level line.</summary>
/// <param name="Value">Where it stands.</param>
/// <param name="Text">What it is.</param>
internal sealed record Limit(double Value, string Text);
