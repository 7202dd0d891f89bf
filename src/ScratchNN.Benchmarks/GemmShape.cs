namespace ScratchNN.Benchmarks;

/// <summary>A product C [m × n] = A·B, or Aᵀ·B with A given as [k × m].</summary>
public sealed record GemmShape(int M, int N, int K, bool TransposedA = false) : IWorkload
{
    /// <summary>Whether every other step of k is zeros, as in about half of the pixels of digits.</summary>
    public bool HasZeros { get; init; }

    /// <summary>A multiplication and an addition for each term of each sum.</summary>
    public double Operations => 2.0 * M * N * K;

    /// <inheritdoc/>
    public string Speed(double nanoseconds) => FormattableString.Invariant($"{Operations / nanoseconds:0.0} GFLOP/s");

    /// <summary>As in the documentation: <c>64×128×784</c>.</summary>
    public override string ToString() => $"{M}×{N}×{K}{(TransposedA ? " Aᵀ·B" : "")}{(HasZeros ? " half zeros" : "")}";
}
