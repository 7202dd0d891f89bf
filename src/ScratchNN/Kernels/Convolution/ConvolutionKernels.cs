using System.Runtime.CompilerServices;

namespace ScratchNN.Kernels;

/// <summary>
/// Convolutions as products of patches with weights, in which patches are read where they are in the image: nothing is copied but an image with
/// padding, or one that is stacked.
/// <see cref="ReferenceForward"/>, <see cref="ReferenceWeightGradient"/> and <see cref="ReferenceInputGradient"/> define them.
/// </summary>
/// <remarks>
/// A 0 of the padding times what is not finite would be NaN: then the definitions are what runs, which leave the padding out. Images (Y and dX) or columns of
/// the kernel (dW) are shared among threads.
/// </remarks>
internal static partial class ConvolutionKernels
{
    /// <summary>Places and taps as offsets in an image with its padding: a patch's element stands at the sum of two.</summary>
    [MethodImpl(Simd.Compiled)]
    private static void FillTables(in WindowGrid grid, Span<int> places, Span<int> taps)
    {
        int width = grid.PaddedWidth * grid.Channels, run = grid.KernelWidth * grid.Channels;
        for (int row = 0, at = 0; at < places.Length; row++)
            for (int column = 0; column < grid.Columns; column++, at++)
                places[at] = (row * grid.StrideHeight * width) + (column * grid.StrideWidth * grid.Channels);
        for (int row = 0, at = 0; at < taps.Length; row++)
            for (int i = 0; i < run && at < taps.Length; i++, at++) taps[at] = (row * width) + i;
    }

    /// <summary>An image within its padding, which is 0 already.</summary>
    private static void CopyPadded(ReadOnlySpan<float> x, Span<float> padded, in WindowGrid grid)
    {
        int row = grid.Width * grid.Channels, stride = grid.PaddedWidth * grid.Channels, at = ((grid.Top * grid.PaddedWidth) + grid.Left) * grid.Channels;
        for (int y = 0; y < grid.Height; y++) x.Slice(y * row, row).CopyTo(padded.Slice(at + (y * stride), row));
    }

    /// <summary>Rows of n floats, further apart: what is between is left alone, or is of the next row.</summary>
    [MethodImpl(Simd.Compiled)]
    private static void Widen(ReadOnlySpan<float> from, Span<float> to, int rows, int n, int width) => CopyRows(from, n, to, width, rows, n);

    /// <summary>Rows of n floats, one after another again.</summary>
    [MethodImpl(Simd.Compiled)]
    private static void Narrow(ReadOnlySpan<float> from, Span<float> to, int rows, int n, int width) => CopyRows(from, width, to, n, rows, n);

    /// <summary>
    /// Eight or four floats of each row, n of which count: the next row, which is copied later, puts right what goes beyond. The last ones are copied as they
    /// are.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyRows(ReadOnlySpan<float> from, int fromRow, Span<float> to, int toRow, int rows, int n)
    {
        int row = 0, wide = n <= 4 ? 4 : 8;
        for (int whole = Math.Min(rows, Math.Min(Whole(from.Length, fromRow, wide), Whole(to.Length, toRow, wide))); row < whole; row++)
        {
            ref float source = ref Unsafe.AsRef(in from.At(row * fromRow)), target = ref to.At(row * toRow);
            if (wide == 8) F32x4.Load(ref Unsafe.Add(ref source, 4)).Store(ref Unsafe.Add(ref target, 4));
            F32x4.Load(ref source).Store(ref target);
        }
        for (; row < rows; row++) from.Slice(row * fromRow, n).CopyTo(to.Slice(row * toRow, n));
    }

    /// <summary>The rows from whose first float on so many are there.</summary>
    private static int Whole(int length, int row, int wide) => length < wide ? 0 : ((length - wide) / row) + 1;
}
