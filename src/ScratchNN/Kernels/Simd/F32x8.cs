using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ScratchNN.Kernels;

/// <summary>8 floats in one register.</summary>
internal readonly struct F32x8(Vector256<float> value) : ISimd<F32x8>, IInterleave<F32x8>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;
    private readonly Vector256<float> _value = value;

    public static int Lanes { [MethodImpl(Inline)] get => 8; }

    [MethodImpl(Inline)] public static F32x8 Broadcast(float value) => new(Vector256.Create(value));
    [MethodImpl(Inline)] public static F32x8 Load(ref readonly float source) => new(Vector256.LoadUnsafe(in source));

    [MethodImpl(Inline)] public void Store(ref float destination) => _value.StoreUnsafe(ref destination);
    [MethodImpl(Inline)] public float Sum() => (new F32x4(_value.GetLower()) + new F32x4(_value.GetUpper())).Sum();
    [MethodImpl(Inline)] public float Largest() => F32x4.Max(new(_value.GetLower()), new(_value.GetUpper())).Largest();

    [MethodImpl(Inline)] public static F32x8 operator +(F32x8 a, F32x8 b) => new(a._value + b._value);
    [MethodImpl(Inline)] public static F32x8 operator -(F32x8 a, F32x8 b) => new(a._value - b._value);
    [MethodImpl(Inline)] public static F32x8 operator *(F32x8 a, F32x8 b) => new(a._value * b._value);
    [MethodImpl(Inline)] public static F32x8 operator /(F32x8 a, F32x8 b) => new(a._value / b._value);

    [MethodImpl(Inline)]
    public static F32x8 MultiplyAdd(F32x8 a, F32x8 b, F32x8 c) =>
        new(Simd.Fuses ? Vector256.FusedMultiplyAdd(a._value, b._value, c._value) : (a._value * b._value) + c._value);

    [MethodImpl(Inline)] public static F32x8 Sqrt(F32x8 a) => new(Vector256.Sqrt(a._value));
    [MethodImpl(Inline)] public static F32x8 Abs(F32x8 a) => new(Vector256.Abs(a._value));
    [MethodImpl(Inline)] public static F32x8 CopySign(F32x8 a, F32x8 b) => new(Vector256.CopySign(a._value, b._value));
    [MethodImpl(Inline)] public static F32x8 Min(F32x8 a, F32x8 b) => new(Vector256.MinNative(a._value, b._value));
    [MethodImpl(Inline)] public static F32x8 Max(F32x8 a, F32x8 b) => new(Vector256.MaxNative(a._value, b._value));

    [MethodImpl(Inline)]
    public static F32x8 Scale(F32x8 a, F32x8 n)
    {
        var whole = Vector256.ConvertToInt32Native(n._value);
        var half = whole >> 1; // 2ⁿ in two factors, each within a float's exponents
        return new(a._value * PowerOfTwo(half) * PowerOfTwo(whole - half));
    }

    [MethodImpl(Inline)]
    public static F32x8 Split(F32x8 x, out F32x8 n)
    {
        var bits = x._value.AsInt32();
        var whole = (bits - Vector256.Create(Simd.HalfRootBits)) >> 23;
        n = new(Vector256.ConvertToSingle(whole));
        return new((bits - (whole << 23)).AsSingle());
    }

    [MethodImpl(Inline)] private static Vector256<float> PowerOfTwo(Vector256<int> n) => ((n + Vector256.Create(127)) << 23).AsSingle();

    [MethodImpl(Inline)]
    public static F32x8 IfGreater(F32x8 a, F32x8 b, F32x8 then, F32x8 otherwise) =>
        new(Vector256.ConditionalSelect(Vector256.GreaterThan(a._value, b._value), then._value, otherwise._value));

    [MethodImpl(Inline)]
    public static F32x8 IfEqual(F32x8 a, F32x8 b, F32x8 then, F32x8 otherwise) =>
        new(Vector256.ConditionalSelect(Vector256.Equals(a._value, b._value), then._value, otherwise._value));

    [MethodImpl(Inline)]
    public static F32x8 Load4(ref readonly float source, nint stride) =>
        new(Vector256.Create(Vector128.LoadUnsafe(in source), Vector128.LoadUnsafe(in Unsafe.Add(ref Unsafe.AsRef(in source), stride))));

    [MethodImpl(Inline)] public static F32x8 InterleaveLow(F32x8 a, F32x8 b) => new(Avx.UnpackLow(a._value, b._value));
    [MethodImpl(Inline)] public static F32x8 InterleaveHigh(F32x8 a, F32x8 b) => new(Avx.UnpackHigh(a._value, b._value));
}
