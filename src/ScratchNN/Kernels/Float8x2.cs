using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ScratchNN.Kernels;

/// <summary>16 floats in two registers: with a third of 8 floats faster than one register of 16 with it, whose lengths the machine would have to mix.</summary>
internal readonly struct Float8x2(Vector256<float> first, Vector256<float> last) : IRegister<Float8x2>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;
    private readonly Vector256<float> _first = first, _last = last;

    public static int Lanes { [MethodImpl(Inline)] get => 16; }

    [MethodImpl(Inline)]
    public static Float8x2 Broadcast(float value)
    {
        var all = Vector256.Create(value);
        return new(all, all);
    }

    [MethodImpl(Inline)]
    public static Float8x2 Load(ref readonly float source) =>
        new(Vector256.LoadUnsafe(in source), Vector256.LoadUnsafe(in Unsafe.Add(ref Unsafe.AsRef(in source), 8)));

    [MethodImpl(Inline)]
    public void Store(ref float destination)
    {
        _first.StoreUnsafe(ref destination);
        _last.StoreUnsafe(ref Unsafe.Add(ref destination, 8));
    }

    [MethodImpl(Inline)] public Float4 FirstFour() => new(_first.GetLower());
    [MethodImpl(Inline)] public Float8 FirstEight() => new(_first);

    [MethodImpl(Inline)] public static Float8x2 operator +(Float8x2 a, Float8x2 b) => new(a._first + b._first, a._last + b._last);

    [MethodImpl(Inline)]
    public static Float8x2 MultiplyAdd(Float8x2 a, Float8x2 b, Float8x2 c) => Simd.Fuses
        ? new(Vector256.FusedMultiplyAdd(a._first, b._first, c._first), Vector256.FusedMultiplyAdd(a._last, b._last, c._last))
        : new((a._first * b._first) + c._first, (a._last * b._last) + c._last);
}
