using System.Runtime.CompilerServices;

namespace ScratchNN.Kernels;

/// <summary>Elementwise operations that <c>TensorPrimitives</c> lacks, or that it would need several passes for.</summary>
/// <remarks>A public pass may hold spans of any length, and the loops below check nothing: the slices throw where one is too short.</remarks>
internal static partial class Elementwise
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;
}
