using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ScratchNN.Kernels;

/// <summary>16 floats.</summary>
internal readonly struct RegisterF32x16 : IRegisterF32<Vector512<float>>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    public static int Lanes { [MethodImpl(Inline)] get => 16; }

    [MethodImpl(Inline)] public static Vector512<float> Broadcast(float value) => Vector512.Create(value);
    [MethodImpl(Inline)] public static Vector512<float> Load(ref readonly float source) => Vector512.LoadUnsafe(in source);
    [MethodImpl(Inline)] public static void Store(Vector512<float> value, ref float destination) => value.StoreUnsafe(ref destination);
    [MethodImpl(Inline)] public static Vector128<float> FirstFour(Vector512<float> value) => value.GetLower().GetLower();
    [MethodImpl(Inline)] public static Vector256<float> FirstEight(Vector512<float> value) => value.GetLower();
    [MethodImpl(Inline)] public static Vector512<float> Add(Vector512<float> a, Vector512<float> b) => a + b;
    [MethodImpl(Inline)] public static Vector512<float> Multiply(Vector512<float> a, Vector512<float> b) => a * b;
    [MethodImpl(Inline)]
    public static Vector512<float> MultiplyAdd(Vector512<float> a, Vector512<float> b, Vector512<float> c) =>
        Vector512.FusedMultiplyAdd(a, b, c);
}
