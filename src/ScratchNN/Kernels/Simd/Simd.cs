using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace ScratchNN.Kernels;

/// <summary>A kernel that can run at any width.</summary>
internal interface ISimdKernel
{
    void Run<T>() where T : struct, ISimd<T>;
}

/// <summary>An operation on element i of one to four equally long vectors, at any width.</summary>
internal interface IElementwise
{
    /// <summary>Computes elements i to i + T.Lanes − 1.</summary>
    void Apply<T>(int i) where T : struct, ISimd<T>;
}

/// <summary>Which registers this machine has.</summary>
internal static class Simd
{
    /// <summary>
    /// Whether a·b + c rounds once. Where the machine cannot fuse, software would take a hundred times as long:
    /// kernels then multiply and add, which is a second set of bits.
    /// </summary>
    public static bool Fuses
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Fma.IsSupported || AdvSimd.IsSupported;
    }

    /// <summary>
    /// For the loops of kernels: compiled once, at full optimisation. Tiered compilation would learn from the shapes that it sees first, and make
    /// code for the others up to ten times slower.
    /// </summary>
    public const MethodImplOptions Compiled = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;

    /// <summary>The bits of √½.</summary>
    public const int HalfRootBits = 0x3F3504F3;

    /// <summary>Lanes of the widest register; 1 where the machine has no vectors.</summary>
    public static int Lanes =>
        Vector512.IsHardwareAccelerated ? 16 : Vector256.IsHardwareAccelerated ? 8 : Vector128.IsHardwareAccelerated ? 4 : 1;

    /// <summary>Runs a kernel on the widest registers that do not exceed <paramref name="lanes"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<TKernel>(in TKernel kernel, int lanes = 16) where TKernel : ISimdKernel, allows ref struct
    {
        if (Vector512.IsHardwareAccelerated && lanes >= 16) kernel.Run<F32x16>();
        else if (Vector256.IsHardwareAccelerated && lanes >= 8) kernel.Run<F32x8>();
        else if (Vector128.IsHardwareAccelerated && lanes >= 4) kernel.Run<F32x4>();
        else kernel.Run<F32x1>();
    }

    /// <summary>Applies an elementwise operation to elements 0 … length − 1.</summary>
    public static void ForEach<TOperation>(in TOperation operation, int length) where TOperation : IElementwise, allows ref struct =>
        ForEach(in operation, 0, length);

    /// <summary>Applies an elementwise operation to elements first … end − 1.</summary>
    [MethodImpl(Compiled)]
    public static void ForEach<TOperation>(in TOperation operation, int first, int end) where TOperation : IElementwise, allows ref struct
    {
        int i = first;
        if (Vector512.IsHardwareAccelerated) i = Sweep<TOperation, F32x16>(in operation, i, end);
        if (Vector256.IsHardwareAccelerated) i = Sweep<TOperation, F32x8>(in operation, i, end);
        if (Vector128.IsHardwareAccelerated) i = Sweep<TOperation, F32x4>(in operation, i, end);
        Sweep<TOperation, F32x1>(in operation, i, end);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Sweep<TOperation, T>(in TOperation operation, int i, int end)
        where TOperation : IElementwise, allows ref struct
        where T : struct, ISimd<T>
    {
        for (; i <= end - T.Lanes; i += T.Lanes)
            operation.Apply<T>(i);
        return i;
    }

    /// <summary>Asks for the cache line of an element, which may lie beyond its array; nothing is read.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static unsafe void Prefetch(ref readonly float element)
    {
        if (Sse.IsSupported) Sse.Prefetch0(Unsafe.AsPointer(ref Unsafe.AsRef(in element)));
    }

    /// <summary>A reference to element i, for <see cref="ISimd{T}.Load"/> and <see cref="ISimd{T}.Store"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref float At(this Span<float> span, int i) => ref Unsafe.Add(ref MemoryMarshal.GetReference(span), i);

    /// <inheritdoc cref="At(Span{float}, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ref readonly float At(this ReadOnlySpan<float> span, int i) => ref Unsafe.Add(ref MemoryMarshal.GetReference(span), i);
}
