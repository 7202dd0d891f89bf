using System.Buffers;
using System.Runtime.CompilerServices;

namespace ScratchNN.Kernels;

internal static partial class ConvolutionKernels
{
    private const int NarrowLanes = 8;

    /// <summary>Whether a row of the kernel fills more of eight lanes than the filters do.</summary>
    private static bool IsNarrow<T>(in WindowGrid grid, int filters) where T : struct, ISimd<T> =>
        T.Lanes >= NarrowLanes && filters < NarrowLanes && grid.KernelWidth * grid.Channels is > NarrowLanes / 2 and <= NarrowLanes
            && grid.PaddedWidth * grid.Channels >= NarrowLanes;

    /// <summary>
    /// Rows of the kernel, as (dYᵀ·patches)ᵀ with lanes along a row of up to 8 numbers: up to three rows at once, which share what is loaded of dY. What the
    /// lanes beyond the row compute is left out. Chains and bits are those of the other ways.
    /// </summary>
    private readonly ref struct NarrowWeightGradientRows(
        ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dw, WindowGrid grid, int images, int filtersAtOnce) : IRowKernel
    {
        private readonly ReadOnlySpan<float> _x = x, _dy = dy;
        private readonly Span<float> _dw = dw;

        [MethodImpl(Simd.Compiled)]
        public void Run(int firstRow, int endRow)
        {
            int places = grid.Places, run = grid.KernelWidth * grid.Channels, n = _dw.Length / grid.WindowSize, down = grid.PaddedWidth * grid.Channels;
            // floats: of an image, and of the sums of a filter, whose rows are as far apart as those of the image
            int image = grid.PaddedSize + NarrowLanes, filter = grid.KernelHeight * down;
            int[] tables = ArrayPool<int>.Shared.Rent((2 * places) + n);
            float[] rented = Rent(image + (n * filter), grid, n);
            Span<int> columns = tables.AsSpan(0, places), filters = tables.AsSpan(2 * places, n);
            FillTables(grid, tables.AsSpan(places, places), default);
            for (int i = 0; i < places; i++) columns[i] = i * n;
            for (int i = 0; i < n; i++) filters[i] = i;

            var scratch = AlignedBuffer.Within(rented);
            Span<float> padded = scratch[..image], sums = scratch.Slice(image, n * filter);
            padded.Clear();
            sums.Clear();
            for (int i = 0; i < images; i++)
            {
                CopyPadded(_x.Slice(i * grid.ImageSize, grid.ImageSize), padded, grid);
                for (int place = 0; place < places; place += GemmPlan.KC)
                {
                    var dy = new TableView(_dy.Slice(i * places * n, places * n), filters, columns.Slice(place, Math.Min(GemmPlan.KC, places - place)));
                    for (int row = firstRow, count; row < endRow; row += count)
                    {
                        count = Math.Min(3, endRow - row);
                        GemmKernels.AddSideBySide(dy, padded[(row * down)..], sums[(row * down)..], filter, apart: down, count, rowsOfB: places, filtersAtOnce);
                    }
                }
            }
            for (int row = firstRow; row < endRow; row++)
                for (int tap = 0; tap < run; tap++)
                    for (int i = 0; i < n; i++) _dw[(((row * run) + tap) * n) + i] = sums[(i * filter) + (row * down) + tap];
            ArrayPool<float>.Shared.Return(rented);
            ArrayPool<int>.Shared.Return(tables);
        }
    }
}
