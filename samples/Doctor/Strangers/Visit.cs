using ScratchNN.Diagnostics;

namespace Doctor;

/// <summary>A run: the findings, and how badly its model answers.</summary>
/// <param name="Findings">The most likely cause first.</param>
/// <param name="Score">0 is best. 1 is what it costs to know nothing; see <see cref="Doctor.Score"/>.</param>
internal sealed record Visit(IReadOnlyList<Finding> Findings, double Score);
