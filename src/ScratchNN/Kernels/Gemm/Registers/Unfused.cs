using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ScratchNN.Kernels;

/// <summary>A register that multiplies, then adds: where the machine does not fuse the two (<see cref="Simd.Fuses"/>).</summary>
internal readonly struct Unfused<T, V> : IRegisterF32<V> where T : IRegisterF32<V> where V : struct
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    public static int Lanes { [MethodImpl(Inline)] get => T.Lanes; }

    [MethodImpl(Inline)] public static V Broadcast(float value) => T.Broadcast(value);
    [MethodImpl(Inline)] public static V Load(ref readonly float source) => T.Load(in source);
    [MethodImpl(Inline)] public static void Store(V value, ref float destination) => T.Store(value, ref destination);
    [MethodImpl(Inline)] public static Vector128<float> FirstFour(V value) => T.FirstFour(value);
    [MethodImpl(Inline)] public static Vector256<float> FirstEight(V value) => T.FirstEight(value);
    [MethodImpl(Inline)] public static V Add(V a, V b) => T.Add(a, b);
    [MethodImpl(Inline)] public static V Multiply(V a, V b) => T.Multiply(a, b);
    [MethodImpl(Inline)] public static V MultiplyAdd(V a, V b, V c) => T.Add(T.Multiply(a, b), c);
}
