using ScratchNN.Diagnostics;

namespace Doctor;

/// <summary>A run with nothing wrong in it: any warning or error is a false alarm.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Run">Trains, all random things by a seed, and hands over what was found.</param>
internal sealed record Healthy(string Name, Func<ulong, IReadOnlyList<Finding>> Run);
