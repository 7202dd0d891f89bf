using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ScratchNN.Kernels;

/// <summary>16 floats in two registers: with a third of 8 floats faster than one register of 16 with it, whose lengths the machine would have to mix.</summary>
internal readonly struct Register8x2(Vector256<float> first, Vector256<float> last) : IRegister<Register8x2>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;
    private readonly Vector256<float> _first = first, _last = last;

    public static int Lanes { [MethodImpl(Inline)] get => 16; }

    [MethodImpl(Inline)]
    public static Register8x2 Broadcast(float value)
    {
        var all = Vector256.Create(value);
        return new(all, all);
    }

    [MethodImpl(Inline)]
    public static Register8x2 Load(ref readonly float source) =>
        new(Vector256.LoadUnsafe(in source), Vector256.LoadUnsafe(in Unsafe.Add(ref Unsafe.AsRef(in source), 8)));

    [MethodImpl(Inline)]
    public static void Store(Register8x2 value, ref float destination)
    {
        value._first.StoreUnsafe(ref destination);
        value._last.StoreUnsafe(ref Unsafe.Add(ref destination, 8));
    }

    [MethodImpl(Inline)] public static Vector128<float> FirstFour(Register8x2 value) => value._first.GetLower();
    [MethodImpl(Inline)] public static Vector256<float> FirstEight(Register8x2 value) => value._first;
    [MethodImpl(Inline)] public static Register8x2 Add(Register8x2 a, Register8x2 b) => new(a._first + b._first, a._last + b._last);
    [MethodImpl(Inline)] public static Register8x2 Multiply(Register8x2 a, Register8x2 b) => new(a._first * b._first, a._last * b._last);

    [MethodImpl(Inline)]
    public static Register8x2 MultiplyAdd(Register8x2 a, Register8x2 b, Register8x2 c) =>
        new(Register8.MultiplyAdd(a._first, b._first, c._first), Register8.MultiplyAdd(a._last, b._last, c._last));
}
