namespace ScratchNN.Benchmarks;

/// <summary>What was found for a <see cref="GuardRow"/>.</summary>
internal sealed record GuardResult(string Name, Bound Bound, double Measured, Verdict Verdict);
