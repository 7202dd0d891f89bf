using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ScratchNN.Kernels;

/// <summary>8 floats.</summary>
internal readonly struct RegisterF32x8 : IRegisterF32<Vector256<float>>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    public static int Lanes { [MethodImpl(Inline)] get => 8; }

    [MethodImpl(Inline)] public static Vector256<float> Broadcast(float value) => Vector256.Create(value);
    [MethodImpl(Inline)] public static Vector256<float> Load(ref readonly float source) => Vector256.LoadUnsafe(in source);
    [MethodImpl(Inline)] public static void Store(Vector256<float> value, ref float destination) => value.StoreUnsafe(ref destination);
    [MethodImpl(Inline)] public static Vector128<float> FirstFour(Vector256<float> value) => value.GetLower();
    [MethodImpl(Inline)] public static Vector256<float> FirstEight(Vector256<float> value) => value;
    [MethodImpl(Inline)] public static Vector256<float> Add(Vector256<float> a, Vector256<float> b) => a + b;
    [MethodImpl(Inline)] public static Vector256<float> Multiply(Vector256<float> a, Vector256<float> b) => a * b;
    [MethodImpl(Inline)]
    public static Vector256<float> MultiplyAdd(Vector256<float> a, Vector256<float> b, Vector256<float> c) =>
        Vector256.FusedMultiplyAdd(a, b, c);
}
