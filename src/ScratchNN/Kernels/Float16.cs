using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ScratchNN.Kernels;

/// <summary>16 floats in one register.</summary>
internal readonly struct Float16(Vector512<float> value) : ISimd<Float16>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;
    private readonly Vector512<float> _value = value;

    public static int Lanes { [MethodImpl(Inline)] get => 16; }

    [MethodImpl(Inline)] public static Float16 Broadcast(float value) => new(Vector512.Create(value));
    [MethodImpl(Inline)] public static Float16 Load(ref readonly float source) => new(Vector512.LoadUnsafe(in source));
    [MethodImpl(Inline)] public void Store(ref float destination) => _value.StoreUnsafe(ref destination);
    [MethodImpl(Inline)] public float Sum() => (new Float8(_value.GetLower()) + new Float8(_value.GetUpper())).Sum();
    [MethodImpl(Inline)] public float Largest() => Float8.Max(new(_value.GetLower()), new(_value.GetUpper())).Largest();

    [MethodImpl(Inline)] public static Float16 operator +(Float16 a, Float16 b) => new(a._value + b._value);
    [MethodImpl(Inline)] public static Float16 operator -(Float16 a, Float16 b) => new(a._value - b._value);
    [MethodImpl(Inline)] public static Float16 operator *(Float16 a, Float16 b) => new(a._value * b._value);
    [MethodImpl(Inline)] public static Float16 operator /(Float16 a, Float16 b) => new(a._value / b._value);

    [MethodImpl(Inline)]
    public static Float16 MultiplyAdd(Float16 a, Float16 b, Float16 c) =>
        new(Simd.Fuses ? Vector512.FusedMultiplyAdd(a._value, b._value, c._value) : (a._value * b._value) + c._value);

    [MethodImpl(Inline)] public static Float16 Sqrt(Float16 a) => new(Vector512.Sqrt(a._value));
    [MethodImpl(Inline)] public static Float16 Abs(Float16 a) => new(Vector512.Abs(a._value));
    [MethodImpl(Inline)] public static Float16 CopySign(Float16 a, Float16 b) => new(Vector512.CopySign(a._value, b._value));
    [MethodImpl(Inline)] public static Float16 Min(Float16 a, Float16 b) => new(Vector512.MinNative(a._value, b._value));
    [MethodImpl(Inline)] public static Float16 Max(Float16 a, Float16 b) => new(Vector512.MaxNative(a._value, b._value));

    [MethodImpl(Inline)]
    public static Float16 Scale(Float16 a, Float16 n)
    {
        if (Avx512F.IsSupported) return new(Avx512F.Scale(a._value, n._value));
        var whole = Vector512.ConvertToInt32Native(n._value);
        var half = whole >> 1; // 2ⁿ in two factors, each within a float's exponents
        return new(a._value * PowerOfTwo(half) * PowerOfTwo(whole - half));
    }

    [MethodImpl(Inline)]
    public static Float16 Split(Float16 x, out Float16 n)
    {
        var bits = x._value.AsInt32();
        var whole = (bits - Vector512.Create(Simd.HalfRootBits)) >> 23;
        n = new(Vector512.ConvertToSingle(whole));
        return new((bits - (whole << 23)).AsSingle());
    }

    [MethodImpl(Inline)] private static Vector512<float> PowerOfTwo(Vector512<int> n) => ((n + Vector512.Create(127)) << 23).AsSingle();

    [MethodImpl(Inline)]
    public static Float16 IfGreater(Float16 a, Float16 b, Float16 then, Float16 otherwise) =>
        new(Vector512.ConditionalSelect(Vector512.GreaterThan(a._value, b._value), then._value, otherwise._value));
}
