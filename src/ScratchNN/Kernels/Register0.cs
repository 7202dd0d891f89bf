using System.Runtime.CompilerServices;

namespace ScratchNN.Kernels;

/// <summary>No floats: the second register of a tile that is one register wide. The JIT leaves nothing of it.</summary>
internal readonly struct Register0 : IRegister<Register0>
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    public static int Lanes { [MethodImpl(Inline)] get => 0; }

    [MethodImpl(Inline)] public static Register0 Broadcast(float value) => default;
    [MethodImpl(Inline)] public static Register0 Load(ref readonly float source) => default;
    [MethodImpl(Inline)] public static void Store(Register0 value, ref float destination) { }
    [MethodImpl(Inline)] public static Register0 Add(Register0 a, Register0 b) => default;
    [MethodImpl(Inline)] public static Register0 Multiply(Register0 a, Register0 b) => default;
    [MethodImpl(Inline)] public static Register0 MultiplyAdd(Register0 a, Register0 b, Register0 c) => default;
}
