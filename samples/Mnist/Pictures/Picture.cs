namespace Mnist;

/// <summary>A picture of the documents: a chart of a report.</summary>
/// <param name="File">Where it goes, below the folder of the documents.</param>
/// <param name="Chart">What the title of the chart begins with.</param>
/// <param name="IsAlone">Whether it stands without a text that explains it: then it has a title, and says how the Fit went.</param>
internal sealed record Picture(string File, string Chart, bool IsAlone = false);
