using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ScratchNN.Kernels;

/// <summary>32 floats in two registers: with a third of 16 floats a tile of 8 rows has 24 sums in 32 registers.</summary>
internal readonly struct RegisterF32x16Pair(Vector512<float> first, Vector512<float> last) : IRegisterF32<RegisterF32x16Pair>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;
    private readonly Vector512<float> _first = first, _last = last;

    public static int Lanes { [MethodImpl(Inline)] get => 32; }

    [MethodImpl(Inline)]
    public static RegisterF32x16Pair Broadcast(float value)
    {
        var all = Vector512.Create(value);
        return new(all, all);
    }

    [MethodImpl(Inline)]
    public static RegisterF32x16Pair Load(ref readonly float source) =>
        new(Vector512.LoadUnsafe(in source), Vector512.LoadUnsafe(in Unsafe.Add(ref Unsafe.AsRef(in source), 16)));

    [MethodImpl(Inline)]
    public static void Store(RegisterF32x16Pair value, ref float destination)
    {
        value._first.StoreUnsafe(ref destination);
        value._last.StoreUnsafe(ref Unsafe.Add(ref destination, 16));
    }

    [MethodImpl(Inline)] public static Vector128<float> FirstFour(RegisterF32x16Pair value) => value._first.GetLower().GetLower();
    [MethodImpl(Inline)] public static Vector256<float> FirstEight(RegisterF32x16Pair value) => value._first.GetLower();
    [MethodImpl(Inline)] public static Vector512<float> FirstSixteen(RegisterF32x16Pair value) => value._first;
    [MethodImpl(Inline)] public static RegisterF32x16Pair Add(RegisterF32x16Pair a, RegisterF32x16Pair b) => new(a._first + b._first, a._last + b._last);
    [MethodImpl(Inline)] public static RegisterF32x16Pair Multiply(RegisterF32x16Pair a, RegisterF32x16Pair b) => new(a._first * b._first, a._last * b._last);

    [MethodImpl(Inline)]
    public static RegisterF32x16Pair MultiplyAdd(RegisterF32x16Pair a, RegisterF32x16Pair b, RegisterF32x16Pair c) =>
        new(RegisterF32x16.MultiplyAdd(a._first, b._first, c._first), RegisterF32x16.MultiplyAdd(a._last, b._last, c._last));
}
