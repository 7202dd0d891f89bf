using ScratchNN.Diagnostics;

namespace Doctor;

/// <summary>A run with nothing wrong in it: whatever is told of it and is not allowed is a false alarm, notes worth knowing included.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Run">Trains, all random things by a seed, and returns the findings.</param>
internal sealed record Healthy(string Name, Func<ulong, IReadOnlyList<Finding>> Run)
{
    /// <summary>Codes of notes that are true of it, and may be told as worth knowing.</summary>
    public string[] Allowed { get; init; } = [];

    /// <summary>Codes that it may get as warnings, too: by design, though no harm is done.</summary>
    public string[] AllowedWarnings { get; init; } = [];

    public bool IsFalse(Finding finding) =>
        !AllowedWarnings.Contains(finding.Code) && !(finding.Severity == Severity.Info && Allowed.Contains(finding.Code));
}
