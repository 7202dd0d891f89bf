namespace ScratchNN.Kernels;

/// <summary>What transposing takes: registers of fours.</summary>
internal interface IInterleave<T> where T : struct, IInterleave<T>
{
    /// <summary>Four floats from here, four from <paramref name="stride"/> on, and so on.</summary>
    static abstract T Load4(ref readonly float source, nint stride);

    /// <summary>a₀ b₀ a₁ b₁ in each four.</summary>
    static abstract T InterleaveLow(T a, T b);

    /// <summary>a₂ b₂ a₃ b₃ in each four.</summary>
    static abstract T InterleaveHigh(T a, T b);
}
