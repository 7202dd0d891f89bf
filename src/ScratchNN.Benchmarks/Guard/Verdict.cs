namespace ScratchNN.Benchmarks;

/// <summary>Whether a value keeps to its bound, and what follows.</summary>
public enum Verdict
{
    /// <summary>It does.</summary>
    Ok,

    /// <summary>It does not, which may be the machine's fault: somebody should look.</summary>
    Advice,

    /// <summary>It does not.</summary>
    Failed,
}
