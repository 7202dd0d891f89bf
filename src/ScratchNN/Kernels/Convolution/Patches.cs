using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace ScratchNN.Kernels;

/// <summary>Patches of images as the rows of a matrix, so that a convolution is a product: [places × window size], 0 for padding.</summary>
/// <remarks>Places are numbered through the whole micro-batch: image · places + place.</remarks>
internal static class Patches
{
    private const int LongRun = 16; // floats, from which on a call is cheaper than a loop

    /// <summary>Assigns the patches of places first to first + count − 1.</summary>
    [MethodImpl(Simd.Compiled)]
    public static void Gather(ReadOnlySpan<float> x, in WindowGrid grid, int first, int count, Span<float> patches)
    {
        int size = grid.WindowSize, places = grid.Places, rowSize = grid.KernelWidth * grid.Channels;
        for (int i = 0; i < count; i++)
        {
            int image = (first + i) / places;
            var window = grid.At(first + i - (image * places));
            var pixels = x.Slice(image * grid.ImageSize, grid.ImageSize);
            var patch = patches.Slice(i * size, size);
            int before = window.FirstColumn * grid.Channels, end = window.EndColumn * grid.Channels;
            for (int row = 0; row < grid.KernelHeight; row++)
            {
                var taps = patch.Slice(row * rowSize, rowSize);
                if (row < window.FirstRow || row >= window.EndRow || before == end)
                {
                    taps.Clear();
                    continue;
                }
                Copy(pixels.Slice(((window.Origin + (row * grid.Width)) * grid.Channels) + before, end - before), taps[before..end]);
                if (end - before == rowSize) continue;
                taps[..before].Clear();
                taps[end..].Clear();
            }
        }
    }

    /// <summary>Adds patches to the images that they are of: what <see cref="Gather"/> read there. What lies outside is dropped.</summary>
    [MethodImpl(Simd.Compiled)]
    public static void ScatterAdd(ReadOnlySpan<float> patches, in WindowGrid grid, int first, int count, Span<float> x)
    {
        int size = grid.WindowSize, places = grid.Places, rowSize = grid.KernelWidth * grid.Channels;
        for (int i = 0; i < count; i++)
        {
            int image = (first + i) / places;
            var window = grid.At(first + i - (image * places));
            var pixels = x.Slice(image * grid.ImageSize, grid.ImageSize);
            var patch = patches.Slice(i * size, size);
            int before = window.FirstColumn * grid.Channels, end = window.EndColumn * grid.Channels;
            if (before == end) continue;
            for (int row = window.FirstRow; row < window.EndRow; row++)
                Add(patch[((row * rowSize) + before)..((row * rowSize) + end)], pixels.Slice(((window.Origin + (row * grid.Width)) * grid.Channels) + before, end - before));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy(ReadOnlySpan<float> from, Span<float> to)
    {
        if (from.Length >= LongRun) from.CopyTo(to);
        else
            for (int i = 0; i < from.Length; i++) to[i] = from[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(ReadOnlySpan<float> from, Span<float> to)
    {
        if (from.Length >= LongRun) TensorPrimitives.Add(to, from, to);
        else
            for (int i = 0; i < from.Length; i++) to[i] += from[i];
    }
}
