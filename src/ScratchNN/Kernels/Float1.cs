using System.Runtime.CompilerServices;

namespace ScratchNN.Kernels;

/// <summary>One float: the tails of every kernel, and the whole of it where the machine has no vectors.</summary>
internal readonly struct Float1(float value) : ISimd<Float1>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;
    private readonly float _value = value;

    public static int Lanes { [MethodImpl(Inline)] get => 1; }

    [MethodImpl(Inline)] public static Float1 Broadcast(float value) => new(value);
    [MethodImpl(Inline)] public static Float1 Load(ref readonly float source) => new(source);
    [MethodImpl(Inline)] public void Store(ref float destination) => destination = _value;
    [MethodImpl(Inline)] public float Sum() => _value;
    [MethodImpl(Inline)] public float Largest() => _value;

    [MethodImpl(Inline)] public static Float1 operator +(Float1 a, Float1 b) => new(a._value + b._value);
    [MethodImpl(Inline)] public static Float1 operator -(Float1 a, Float1 b) => new(a._value - b._value);
    [MethodImpl(Inline)] public static Float1 operator *(Float1 a, Float1 b) => new(a._value * b._value);
    [MethodImpl(Inline)] public static Float1 operator /(Float1 a, Float1 b) => new(a._value / b._value);

    [MethodImpl(Inline)]
    public static Float1 MultiplyAdd(Float1 a, Float1 b, Float1 c) =>
        new(Simd.Fuses ? MathF.FusedMultiplyAdd(a._value, b._value, c._value) : (a._value * b._value) + c._value);

    [MethodImpl(Inline)] public static Float1 Sqrt(Float1 a) => new(MathF.Sqrt(a._value));
    [MethodImpl(Inline)] public static Float1 Abs(Float1 a) => new(MathF.Abs(a._value));
    [MethodImpl(Inline)] public static Float1 CopySign(Float1 a, Float1 b) => new(MathF.CopySign(a._value, b._value));
    [MethodImpl(Inline)] public static Float1 Min(Float1 a, Float1 b) => new(float.MinNative(a._value, b._value));
    [MethodImpl(Inline)] public static Float1 Max(Float1 a, Float1 b) => new(float.MaxNative(a._value, b._value));

    [MethodImpl(Inline)]
    public static Float1 Scale(Float1 a, Float1 n)
    {
        int whole = (int)n._value, half = whole >> 1; // 2ⁿ in two factors, each within a float's exponents
        return new(a._value * PowerOfTwo(half) * PowerOfTwo(whole - half));
    }

    [MethodImpl(Inline)]
    public static Float1 Split(Float1 x, out Float1 n)
    {
        int bits = BitConverter.SingleToInt32Bits(x._value), whole = (bits - Simd.HalfRootBits) >> 23;
        n = new(whole);
        return new(BitConverter.Int32BitsToSingle(bits - (whole << 23)));
    }

    [MethodImpl(Inline)] private static float PowerOfTwo(int n) => BitConverter.Int32BitsToSingle((n + 127) << 23);

    [MethodImpl(Inline)]
    public static Float1 IfGreater(Float1 a, Float1 b, Float1 then, Float1 otherwise) => a._value > b._value ? then : otherwise;
}
