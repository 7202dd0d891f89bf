using ScratchNN.Diagnostics;

namespace Doctor;

/// <summary>A run with one thing wrong in it, and the finding that has to say so.</summary>
/// <param name="Name">What is wrong.</param>
/// <param name="Expected">The code of that finding, and words of its title where a code has several: "SNN002 row 31".</param>
/// <param name="Run">Trains or examines, all random things by a seed, and returns the findings.</param>
internal sealed record Fault(string Name, string Expected, Func<ulong, IReadOnlyList<Finding>> Run)
{
    public const int CodeLength = 6;

    public string Code => Expected[..CodeLength];

    private string Words => Expected[CodeLength..].Trim();

    /// <summary>The place of the expected finding, 1 for the first; 0 if it is not there.</summary>
    public int Rank(IReadOnlyList<Finding> findings) =>
        1 + findings.ToList().FindIndex(finding => finding.Code == Code && finding.Title.Contains(Words, StringComparison.Ordinal));
}
