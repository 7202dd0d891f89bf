using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ScratchNN.Kernels;

/// <summary>16 floats in two registers: with a third of 8 floats faster than one register of 16 with it, whose lengths the machine would have to mix.</summary>
internal readonly struct RegisterF32x8Pair(Vector256<float> first, Vector256<float> last) : IRegisterF32<RegisterF32x8Pair>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;
    private readonly Vector256<float> _first = first, _last = last;

    public static int Lanes { [MethodImpl(Inline)] get => 16; }

    [MethodImpl(Inline)]
    public static RegisterF32x8Pair Broadcast(float value)
    {
        var all = Vector256.Create(value);
        return new(all, all);
    }

    [MethodImpl(Inline)]
    public static RegisterF32x8Pair Load(ref readonly float source) =>
        new(Vector256.LoadUnsafe(in source), Vector256.LoadUnsafe(in Unsafe.Add(ref Unsafe.AsRef(in source), 8)));

    [MethodImpl(Inline)]
    public static void Store(RegisterF32x8Pair value, ref float destination)
    {
        value._first.StoreUnsafe(ref destination);
        value._last.StoreUnsafe(ref Unsafe.Add(ref destination, 8));
    }

    [MethodImpl(Inline)] public static Vector128<float> FirstFour(RegisterF32x8Pair value) => value._first.GetLower();
    [MethodImpl(Inline)] public static Vector256<float> FirstEight(RegisterF32x8Pair value) => value._first;
    [MethodImpl(Inline)] public static RegisterF32x8Pair Add(RegisterF32x8Pair a, RegisterF32x8Pair b) => new(a._first + b._first, a._last + b._last);
    [MethodImpl(Inline)] public static RegisterF32x8Pair Multiply(RegisterF32x8Pair a, RegisterF32x8Pair b) => new(a._first * b._first, a._last * b._last);

    [MethodImpl(Inline)]
    public static RegisterF32x8Pair MultiplyAdd(RegisterF32x8Pair a, RegisterF32x8Pair b, RegisterF32x8Pair c) =>
        new(RegisterF32x8.MultiplyAdd(a._first, b._first, c._first), RegisterF32x8.MultiplyAdd(a._last, b._last, c._last));
}
