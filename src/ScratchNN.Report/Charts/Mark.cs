namespace ScratchNN.Reporting;

/// <summary>A moment of a Fit that a chart marks.</summary>
/// <param name="Step">Where it stands.</param>
/// <param name="Text">What its flag says: the number of a finding, or a word.</param>
/// <param name="Title">What it is, for those who point at it.</param>
/// <param name="Link">Where it leads; null: nowhere.</param>
internal sealed record Mark(double Step, string Text, string Title, string? Link = null)
{
    /// <summary>Whether it is the one that the chart is about, among others.</summary>
    public bool IsSubject { get; init; }
}
