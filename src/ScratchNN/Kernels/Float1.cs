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

    [MethodImpl(Inline)] public static Float1 operator +(Float1 a, Float1 b) => new(a._value + b._value);
    [MethodImpl(Inline)] public static Float1 operator -(Float1 a, Float1 b) => new(a._value - b._value);
    [MethodImpl(Inline)] public static Float1 operator *(Float1 a, Float1 b) => new(a._value * b._value);
    [MethodImpl(Inline)] public static Float1 operator /(Float1 a, Float1 b) => new(a._value / b._value);

    [MethodImpl(Inline)]
    public static Float1 MultiplyAdd(Float1 a, Float1 b, Float1 c) =>
        new(Simd.Fuses ? MathF.FusedMultiplyAdd(a._value, b._value, c._value) : (a._value * b._value) + c._value);

    [MethodImpl(Inline)] public static Float1 Sqrt(Float1 a) => new(MathF.Sqrt(a._value));
    [MethodImpl(Inline)] public static Float1 Min(Float1 a, Float1 b) => new(MathF.Min(a._value, b._value));
    [MethodImpl(Inline)] public static Float1 Max(Float1 a, Float1 b) => new(MathF.Max(a._value, b._value));
    [MethodImpl(Inline)] public static Float1 Round(Float1 a) => new(MathF.Round(a._value));

    [MethodImpl(Inline)]
    public static Float1 PowerOfTwo(Float1 n) => new(BitConverter.Int32BitsToSingle(((int)n._value + 127) << 23));

    [MethodImpl(Inline)]
    public static Float1 IfGreater(Float1 a, Float1 b, Float1 then, Float1 otherwise) => a._value > b._value ? then : otherwise;
}
