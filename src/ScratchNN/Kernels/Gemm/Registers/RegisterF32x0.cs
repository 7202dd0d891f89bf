using System.Runtime.CompilerServices;

namespace ScratchNN.Kernels;

/// <summary>No floats: the second register of a tile that is one register wide. The JIT leaves nothing of it.</summary>
internal readonly struct RegisterF32x0 : IRegisterF32<RegisterF32x0>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    public static int Lanes { [MethodImpl(Inline)] get => 0; }

    [MethodImpl(Inline)] public static RegisterF32x0 Broadcast(float value) => default;
    [MethodImpl(Inline)] public static RegisterF32x0 Load(ref readonly float source) => default;
    [MethodImpl(Inline)] public static void Store(RegisterF32x0 value, ref float destination) { }
    [MethodImpl(Inline)] public static RegisterF32x0 Add(RegisterF32x0 a, RegisterF32x0 b) => default;
    [MethodImpl(Inline)] public static RegisterF32x0 Multiply(RegisterF32x0 a, RegisterF32x0 b) => default;
    [MethodImpl(Inline)] public static RegisterF32x0 MultiplyAdd(RegisterF32x0 a, RegisterF32x0 b, RegisterF32x0 c) => default;
}
