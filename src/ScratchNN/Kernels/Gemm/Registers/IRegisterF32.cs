using System.Runtime.Intrinsics;

namespace ScratchNN.Kernels;

/// <summary>
/// What a tile of a product does with its registers of floats. V is the framework's own vector: the JIT adds a product to a sum within a struct
/// of ours, as <see cref="ISimd{T}"/> has them, or behind a condition, through another register and a move.
/// </summary>
internal interface IRegisterF32<V> where V : struct
{
    static abstract int Lanes { get; }

    static abstract V Broadcast(float value);
    static abstract V Load(ref readonly float source);
    static abstract void Store(V value, ref float destination);

    /// <summary>The first lanes, where there are as many: the same register.</summary>
    static virtual Vector128<float> FirstFour(V value) => default;
    static virtual Vector256<float> FirstEight(V value) => default;

    static abstract V Add(V a, V b);
    static abstract V Multiply(V a, V b);

    /// <summary>a·b + c, rounded once.</summary>
    static abstract V MultiplyAdd(V a, V b, V c);
}
