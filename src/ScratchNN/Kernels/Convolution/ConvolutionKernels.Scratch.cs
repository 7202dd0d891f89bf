using System.Buffers;
using System.Diagnostics;

namespace ScratchNN.Kernels;

internal static partial class ConvolutionKernels
{
    /// <summary>
    /// No kernel of a layer rents more floats or offsets at once, at any vector width. An array must be able to hold them. A double, since large padding makes
    /// more of them than any integer counts.
    /// </summary>
    public static double MostScratch(in WindowGrid grid, int filters)
    {
        double n = filters, run = (double)grid.KernelWidth * grid.Channels, window = grid.KernelHeight * run, places = (double)grid.Rows * grid.Columns;
        double down = ((double)grid.Left + grid.Width + grid.Right) * grid.Channels, image = ((double)grid.Top + grid.Height + grid.Bottom) * down;
        double padded = grid.IsPadded ? image : 0, width = GemmPlan.TableWidth(F32x16.Lanes, filters), wide = width == n ? 0 : places * width;

        double forward = ((window + 1) * width) + (2 * wide) + (2 * padded);
        if (window <= GemmPlan.KC && TakesPixels<F32x8>(grid, filters)) // whose last block reaches beyond the image
            forward += ((n + 1) * (image + (PixelRegisters * F32x16.Lanes))) + n;

        double weightGradient = padded + (window * width) + wide;
        if (IsStacked(grid, filters)) weightGradient += (double)grid.Rows * down * grid.KernelHeight;

        double turned = run <= 8 ? 8 : run + F32x16.Lanes - 1; // a row of Wᵀ
        double inputGradient = (grid.KernelHeight * n * turned) + PatchFloats + (grid.Columns * turned) + down + turned + (2.0 * grid.Width);

        double offsets = (2 * places) + n + window;
        return Math.Max(Math.Max(forward, weightGradient), Math.Max(inputGradient, offsets));
    }

    /// <summary>Floats that begin at a cache line once they are put through <see cref="AlignedBuffer.Within"/>.</summary>
    private static float[] Rent(int floats, in WindowGrid grid, int filters)
    {
        Debug.Assert(floats <= MostScratch(grid, filters), "A layer promises that its kernels need no more.");
        return ArrayPool<float>.Shared.Rent(AlignedBuffer.MostFor(floats));
    }
}
