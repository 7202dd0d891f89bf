namespace ScratchNN.Kernels;

/// <summary>
/// A register of floats. A kernel is written once against this interface and runs on 16, 8, 4 lanes or 1:
/// <see cref="F32x16"/>, <see cref="F32x8"/>, <see cref="F32x4"/>, <see cref="F32x1"/>.
/// </summary>
/// <remarks>
/// Every operation gives each lane the bits that <see cref="F32x1"/> gives (all are correctly rounded by IEEE 754, or exact),
/// so results do not depend on the width, and a tail is the same kernel on <see cref="F32x1"/>.
/// The framework's own interface of this kind is internal (.NET 10).
/// </remarks>
internal interface ISimd<T> where T : struct, ISimd<T>
{
    static abstract int Lanes { get; }

    static abstract T Broadcast(float value);
    static abstract T Load(ref readonly float source);
    void Store(ref float destination);

    /// <summary>Σ over the lanes, added by halves: lane i and lane i + Lanes / 2 first.</summary>
    float Sum();

    /// <summary>The largest lane; which, is open where one is NaN.</summary>
    float Largest();

    static abstract T operator +(T a, T b);
    static abstract T operator -(T a, T b);
    static abstract T operator *(T a, T b);
    static abstract T operator /(T a, T b);

    /// <summary>a·b + c: fused where the machine has it (<see cref="Simd.Fuses"/>), else a multiplication and an addition.</summary>
    static abstract T MultiplyAdd(T a, T b, T c);

    static abstract T Sqrt(T a);

    static abstract T Abs(T a);

    /// <summary>The magnitude of a with the sign of b.</summary>
    static abstract T CopySign(T a, T b);

    /// <summary>The smaller and the larger. A NaN in b is kept; with a NaN in a, either may come out.</summary>
    static abstract T Min(T a, T b);
    static abstract T Max(T a, T b);

    /// <summary>a·2ⁿ for an integral n in [−252, 254], rounded once if a is normal.</summary>
    static abstract T Scale(T a, T n);

    /// <summary>x = result·2ⁿ with √½ ≤ result &lt; √2, for a positive, normal, finite x.</summary>
    static abstract T Split(T x, out T n);

    /// <summary>a &gt; b ? then : otherwise, lane by lane; false where either is NaN.</summary>
    static abstract T IfGreater(T a, T b, T then, T otherwise);

    /// <summary>a = b ? then : otherwise, lane by lane; false where either is NaN.</summary>
    static abstract T IfEqual(T a, T b, T then, T otherwise);
}
