using System.Runtime.CompilerServices;

namespace ScratchNN.Kernels;

/// <summary>One float, where the machine has no vectors.</summary>
internal readonly struct RegisterF32x1 : IRegisterF32<float>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    public static int Lanes { [MethodImpl(Inline)] get => 1; }

    [MethodImpl(Inline)] public static float Broadcast(float value) => value;
    [MethodImpl(Inline)] public static float Load(ref readonly float source) => source;
    [MethodImpl(Inline)] public static void Store(float value, ref float destination) => destination = value;
    [MethodImpl(Inline)] public static float Add(float a, float b) => a + b;
    [MethodImpl(Inline)] public static float Multiply(float a, float b) => a * b;
    [MethodImpl(Inline)] public static float MultiplyAdd(float a, float b, float c) => MathF.FusedMultiplyAdd(a, b, c);
}
