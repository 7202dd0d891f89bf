using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ScratchNN.Kernels;

/// <summary>16 floats in one register.</summary>
internal readonly struct F32x16(Vector512<float> value) : ISimd<F32x16>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;
    private readonly Vector512<float> _value = value;

    public static int Lanes { [MethodImpl(Inline)] get => 16; }

    [MethodImpl(Inline)] public static F32x16 Broadcast(float value) => new(Vector512.Create(value));
    [MethodImpl(Inline)] public static F32x16 Load(ref readonly float source) => new(Vector512.LoadUnsafe(in source));
    [MethodImpl(Inline)] public void Store(ref float destination) => _value.StoreUnsafe(ref destination);
    [MethodImpl(Inline)] public float Sum() => (new F32x8(_value.GetLower()) + new F32x8(_value.GetUpper())).Sum();
    [MethodImpl(Inline)] public float Largest() => F32x8.Max(new(_value.GetLower()), new(_value.GetUpper())).Largest();

    [MethodImpl(Inline)] public static F32x16 operator +(F32x16 a, F32x16 b) => new(a._value + b._value);
    [MethodImpl(Inline)] public static F32x16 operator -(F32x16 a, F32x16 b) => new(a._value - b._value);
    [MethodImpl(Inline)] public static F32x16 operator *(F32x16 a, F32x16 b) => new(a._value * b._value);
    [MethodImpl(Inline)] public static F32x16 operator /(F32x16 a, F32x16 b) => new(a._value / b._value);

    [MethodImpl(Inline)]
    public static F32x16 MultiplyAdd(F32x16 a, F32x16 b, F32x16 c) =>
        new(Simd.Fuses ? Vector512.FusedMultiplyAdd(a._value, b._value, c._value) : (a._value * b._value) + c._value);

    [MethodImpl(Inline)] public static F32x16 Sqrt(F32x16 a) => new(Vector512.Sqrt(a._value));
    [MethodImpl(Inline)] public static F32x16 Abs(F32x16 a) => new(Vector512.Abs(a._value));
    [MethodImpl(Inline)] public static F32x16 CopySign(F32x16 a, F32x16 b) => new(Vector512.CopySign(a._value, b._value));
    [MethodImpl(Inline)] public static F32x16 Min(F32x16 a, F32x16 b) => new(Vector512.MinNative(a._value, b._value));
    [MethodImpl(Inline)] public static F32x16 Max(F32x16 a, F32x16 b) => new(Vector512.MaxNative(a._value, b._value));

    [MethodImpl(Inline)]
    public static F32x16 Scale(F32x16 a, F32x16 n)
    {
        if (Avx512F.IsSupported) return new(Avx512F.Scale(a._value, n._value));
        var whole = Vector512.ConvertToInt32Native(n._value);
        var half = whole >> 1; // 2ⁿ in two factors, each within a float's exponents
        return new(a._value * PowerOfTwo(half) * PowerOfTwo(whole - half));
    }

    [MethodImpl(Inline)]
    public static F32x16 Split(F32x16 x, out F32x16 n)
    {
        var bits = x._value.AsInt32();
        var whole = (bits - Vector512.Create(Simd.HalfRootBits)) >> 23;
        n = new(Vector512.ConvertToSingle(whole));
        return new((bits - (whole << 23)).AsSingle());
    }

    [MethodImpl(Inline)] private static Vector512<float> PowerOfTwo(Vector512<int> n) => ((n + Vector512.Create(127)) << 23).AsSingle();

    [MethodImpl(Inline)]
    public static F32x16 IfGreater(F32x16 a, F32x16 b, F32x16 then, F32x16 otherwise) =>
        new(Vector512.ConditionalSelect(Vector512.GreaterThan(a._value, b._value), then._value, otherwise._value));

    [MethodImpl(Inline)]
    public static F32x16 IfEqual(F32x16 a, F32x16 b, F32x16 then, F32x16 otherwise) =>
        new(Vector512.ConditionalSelect(Vector512.Equals(a._value, b._value), then._value, otherwise._value));
}
