using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace ScratchNN.Kernels;

/// <summary>4 floats in one register.</summary>
internal readonly struct F32x4(Vector128<float> value) : ISimd<F32x4>, IInterleave<F32x4>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;
    private readonly Vector128<float> _value = value;

    public static int Lanes { [MethodImpl(Inline)] get => 4; }

    [MethodImpl(Inline)] public static F32x4 Broadcast(float value) => new(Vector128.Create(value));
    [MethodImpl(Inline)] public static F32x4 Load(ref readonly float source) => new(Vector128.LoadUnsafe(in source));
    [MethodImpl(Inline)] public void Store(ref float destination) => _value.StoreUnsafe(ref destination);

    [MethodImpl(Inline)]
    public float Sum()
    {
        var halves = _value + Vector128.Shuffle(_value, Vector128.Create(2, 3, 0, 1));
        return halves[0] + halves[1];
    }

    [MethodImpl(Inline)]
    public float Largest()
    {
        var halves = Vector128.MaxNative(_value, Vector128.Shuffle(_value, Vector128.Create(2, 3, 0, 1)));
        return float.MaxNative(halves[0], halves[1]);
    }

    [MethodImpl(Inline)] public static F32x4 operator +(F32x4 a, F32x4 b) => new(a._value + b._value);
    [MethodImpl(Inline)] public static F32x4 operator -(F32x4 a, F32x4 b) => new(a._value - b._value);
    [MethodImpl(Inline)] public static F32x4 operator *(F32x4 a, F32x4 b) => new(a._value * b._value);
    [MethodImpl(Inline)] public static F32x4 operator /(F32x4 a, F32x4 b) => new(a._value / b._value);

    [MethodImpl(Inline)]
    public static F32x4 MultiplyAdd(F32x4 a, F32x4 b, F32x4 c) =>
        new(Simd.Fuses ? Vector128.FusedMultiplyAdd(a._value, b._value, c._value) : (a._value * b._value) + c._value);

    [MethodImpl(Inline)] public static F32x4 Sqrt(F32x4 a) => new(Vector128.Sqrt(a._value));
    [MethodImpl(Inline)] public static F32x4 Abs(F32x4 a) => new(Vector128.Abs(a._value));
    [MethodImpl(Inline)] public static F32x4 CopySign(F32x4 a, F32x4 b) => new(Vector128.CopySign(a._value, b._value));
    [MethodImpl(Inline)] public static F32x4 Min(F32x4 a, F32x4 b) => new(Vector128.MinNative(a._value, b._value));
    [MethodImpl(Inline)] public static F32x4 Max(F32x4 a, F32x4 b) => new(Vector128.MaxNative(a._value, b._value));

    [MethodImpl(Inline)]
    public static F32x4 Scale(F32x4 a, F32x4 n)
    {
        var whole = Vector128.ConvertToInt32Native(n._value);
        var half = whole >> 1; // 2ⁿ in two factors, each within a float's exponents
        return new(a._value * PowerOfTwo(half) * PowerOfTwo(whole - half));
    }

    [MethodImpl(Inline)]
    public static F32x4 Split(F32x4 x, out F32x4 n)
    {
        var bits = x._value.AsInt32();
        var whole = (bits - Vector128.Create(Simd.HalfRootBits)) >> 23;
        n = new(Vector128.ConvertToSingle(whole));
        return new((bits - (whole << 23)).AsSingle());
    }

    [MethodImpl(Inline)] private static Vector128<float> PowerOfTwo(Vector128<int> n) => ((n + Vector128.Create(127)) << 23).AsSingle();

    [MethodImpl(Inline)]
    public static F32x4 IfGreater(F32x4 a, F32x4 b, F32x4 then, F32x4 otherwise) =>
        new(Vector128.ConditionalSelect(Vector128.GreaterThan(a._value, b._value), then._value, otherwise._value));

    [MethodImpl(Inline)]
    public static F32x4 IfEqual(F32x4 a, F32x4 b, F32x4 then, F32x4 otherwise) =>
        new(Vector128.ConditionalSelect(Vector128.Equals(a._value, b._value), then._value, otherwise._value));

    [MethodImpl(Inline)] public static F32x4 Load4(ref readonly float source, nint stride) => Load(in source);

    [MethodImpl(Inline)]
    public static F32x4 InterleaveLow(F32x4 a, F32x4 b) => new(Sse.IsSupported ? Sse.UnpackLow(a._value, b._value) : AdvSimd.Arm64.ZipLow(a._value, b._value));

    [MethodImpl(Inline)]
    public static F32x4 InterleaveHigh(F32x4 a, F32x4 b) =>
        new(Sse.IsSupported ? Sse.UnpackHigh(a._value, b._value) : AdvSimd.Arm64.ZipHigh(a._value, b._value));
}
