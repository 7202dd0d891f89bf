using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ScratchNN.Kernels;

/// <summary>4 floats.</summary>
internal readonly struct RegisterF32x4 : IRegisterF32<Vector128<float>>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    public static int Lanes { [MethodImpl(Inline)] get => 4; }

    [MethodImpl(Inline)] public static Vector128<float> Broadcast(float value) => Vector128.Create(value);
    [MethodImpl(Inline)] public static Vector128<float> Load(ref readonly float source) => Vector128.LoadUnsafe(in source);
    [MethodImpl(Inline)] public static void Store(Vector128<float> value, ref float destination) => value.StoreUnsafe(ref destination);
    [MethodImpl(Inline)] public static Vector128<float> FirstFour(Vector128<float> value) => value;
    [MethodImpl(Inline)] public static Vector128<float> Add(Vector128<float> a, Vector128<float> b) => a + b;
    [MethodImpl(Inline)] public static Vector128<float> Multiply(Vector128<float> a, Vector128<float> b) => a * b;
    [MethodImpl(Inline)]
    public static Vector128<float> MultiplyAdd(Vector128<float> a, Vector128<float> b, Vector128<float> c) =>
        Vector128.FusedMultiplyAdd(a, b, c);
}
