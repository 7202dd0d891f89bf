using System.Runtime.CompilerServices;

namespace ScratchNN.Kernels;

/// <summary>No floats: the second register of a tile that is one register wide. The JIT leaves nothing of it.</summary>
internal readonly struct Float0 : ISimd<Float0>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    public static int Lanes { [MethodImpl(Inline)] get => 0; }

    [MethodImpl(Inline)] public static Float0 Broadcast(float value) => default;
    [MethodImpl(Inline)] public static Float0 Load(ref readonly float source) => default;
    [MethodImpl(Inline)] public void Store(ref float destination) { }
    [MethodImpl(Inline)] public Float4 FirstFour() => default;
    [MethodImpl(Inline)] public Float8 FirstEight() => default;
    [MethodImpl(Inline)] public float Sum() => 0;
    [MethodImpl(Inline)] public float Largest() => float.NegativeInfinity;

    [MethodImpl(Inline)] public static Float0 operator +(Float0 a, Float0 b) => default;
    [MethodImpl(Inline)] public static Float0 operator -(Float0 a, Float0 b) => default;
    [MethodImpl(Inline)] public static Float0 operator *(Float0 a, Float0 b) => default;
    [MethodImpl(Inline)] public static Float0 operator /(Float0 a, Float0 b) => default;
    [MethodImpl(Inline)] public static Float0 MultiplyAdd(Float0 a, Float0 b, Float0 c) => default;
    [MethodImpl(Inline)] public static Float0 Sqrt(Float0 a) => default;
    [MethodImpl(Inline)] public static Float0 Abs(Float0 a) => default;
    [MethodImpl(Inline)] public static Float0 CopySign(Float0 a, Float0 b) => default;
    [MethodImpl(Inline)] public static Float0 Min(Float0 a, Float0 b) => default;
    [MethodImpl(Inline)] public static Float0 Max(Float0 a, Float0 b) => default;
    [MethodImpl(Inline)] public static Float0 Scale(Float0 a, Float0 n) => default;
    [MethodImpl(Inline)] public static Float0 Split(Float0 x, out Float0 n) => n = default;
    [MethodImpl(Inline)] public static Float0 IfGreater(Float0 a, Float0 b, Float0 then, Float0 otherwise) => default;
}
