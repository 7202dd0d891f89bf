using System.Runtime.CompilerServices;

namespace ScratchNN.Kernels;

/// <summary>One float: the tails of every kernel, and the whole of it where the machine has no vectors.</summary>
internal readonly struct F32x1(float value) : ISimd<F32x1>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;
    private readonly float _value = value;

    public static int Lanes { [MethodImpl(Inline)] get => 1; }

    [MethodImpl(Inline)] public static F32x1 Broadcast(float value) => new(value);
    [MethodImpl(Inline)] public static F32x1 Load(ref readonly float source) => new(source);
    [MethodImpl(Inline)] public void Store(ref float destination) => destination = _value;
    [MethodImpl(Inline)] public float Sum() => _value;
    [MethodImpl(Inline)] public float Largest() => _value;

    [MethodImpl(Inline)] public static F32x1 operator +(F32x1 a, F32x1 b) => new(a._value + b._value);
    [MethodImpl(Inline)] public static F32x1 operator -(F32x1 a, F32x1 b) => new(a._value - b._value);
    [MethodImpl(Inline)] public static F32x1 operator *(F32x1 a, F32x1 b) => new(a._value * b._value);
    [MethodImpl(Inline)] public static F32x1 operator /(F32x1 a, F32x1 b) => new(a._value / b._value);

    [MethodImpl(Inline)]
    public static F32x1 MultiplyAdd(F32x1 a, F32x1 b, F32x1 c) =>
        new(Simd.Fuses ? MathF.FusedMultiplyAdd(a._value, b._value, c._value) : (a._value * b._value) + c._value);

    [MethodImpl(Inline)] public static F32x1 Sqrt(F32x1 a) => new(MathF.Sqrt(a._value));
    [MethodImpl(Inline)] public static F32x1 Abs(F32x1 a) => new(MathF.Abs(a._value));
    [MethodImpl(Inline)] public static F32x1 CopySign(F32x1 a, F32x1 b) => new(MathF.CopySign(a._value, b._value));
    [MethodImpl(Inline)] public static F32x1 Min(F32x1 a, F32x1 b) => new(float.MinNative(a._value, b._value));
    [MethodImpl(Inline)] public static F32x1 Max(F32x1 a, F32x1 b) => new(float.MaxNative(a._value, b._value));

    [MethodImpl(Inline)]
    public static F32x1 Scale(F32x1 a, F32x1 n)
    {
        int whole = (int)n._value, half = whole >> 1; // 2ⁿ in two factors, each within a float's exponents
        return new(a._value * PowerOfTwo(half) * PowerOfTwo(whole - half));
    }

    [MethodImpl(Inline)]
    public static F32x1 Split(F32x1 x, out F32x1 n)
    {
        int bits = BitConverter.SingleToInt32Bits(x._value), whole = (bits - Simd.HalfRootBits) >> 23;
        n = new(whole);
        return new(BitConverter.Int32BitsToSingle(bits - (whole << 23)));
    }

    [MethodImpl(Inline)] private static float PowerOfTwo(int n) => BitConverter.Int32BitsToSingle((n + 127) << 23);

    [MethodImpl(Inline)]
    public static F32x1 IfGreater(F32x1 a, F32x1 b, F32x1 then, F32x1 otherwise) => a._value > b._value ? then : otherwise;

    [MethodImpl(Inline)]
    public static F32x1 IfEqual(F32x1 a, F32x1 b, F32x1 then, F32x1 otherwise) => a._value == b._value ? then : otherwise;
}
