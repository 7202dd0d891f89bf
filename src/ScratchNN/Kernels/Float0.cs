using System.Runtime.CompilerServices;

namespace ScratchNN.Kernels;

/// <summary>No floats: the second register of a tile that is one register wide. The JIT leaves nothing of it.</summary>
internal readonly struct Float0 : IRegister<Float0>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    public static int Lanes { [MethodImpl(Inline)] get => 0; }

    [MethodImpl(Inline)] public static Float0 Broadcast(float value) => default;
    [MethodImpl(Inline)] public static Float0 Load(ref readonly float source) => default;
    [MethodImpl(Inline)] public void Store(ref float destination) { }
    [MethodImpl(Inline)] public Float4 FirstFour() => default;
    [MethodImpl(Inline)] public Float8 FirstEight() => default;

    [MethodImpl(Inline)] public static Float0 operator +(Float0 a, Float0 b) => default;
    [MethodImpl(Inline)] public static Float0 MultiplyAdd(Float0 a, Float0 b, Float0 c) => default;
}
