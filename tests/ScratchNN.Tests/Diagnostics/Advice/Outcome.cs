namespace ScratchNN.Tests;

/// <summary>What a run found, and how badly it went: the lower the score, the better.</summary>
internal sealed record Outcome(IReadOnlyList<Finding> Findings, double Score);
