namespace ScratchNN.Tests.Numerics;

/// <summary>The three products of <see cref="Gemm"/>.</summary>
public enum Product
{
    /// <summary>A·B.</summary>
    Plain,

    /// <summary>Aᵀ·B.</summary>
    TransposedA,

    /// <summary>A·Bᵀ.</summary>
    TransposedB,
}
