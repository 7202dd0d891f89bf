using ScratchNN.Diagnostics;

namespace Doctor;

/// <summary>What healthy runs were told and may not be told.</summary>
internal sealed class Alarms
{
    private readonly int[] _counts = new int[Enum.GetValues<Severity>().Length];

    public int this[Severity severity] => _counts[(int)severity];

    /// <summary>Healthy runs × seeds.</summary>
    public int Runs { get; private set; }

    /// <summary>All, notes worth knowing included.</summary>
    public int Total => _counts.Sum();

    public void Add(IEnumerable<Finding> falseOnes)
    {
        Runs++;
        foreach (var finding in falseOnes) _counts[(int)finding.Severity]++;
    }
}
