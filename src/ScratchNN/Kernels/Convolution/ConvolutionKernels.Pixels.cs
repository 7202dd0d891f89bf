using System.Buffers;
using System.Runtime.CompilerServices;

namespace ScratchNN.Kernels;

internal static partial class ConvolutionKernels
{
    private const int MostPixelFilters = 8;  // beyond, lanes along filters fill a register
    private const int PixelRegisters = 6;    // across: with 4 filters 24 sums, in 32 registers
    private const int FewPixelRegisters = 3; // 12 sums, in 16

    /// <summary>Whether lanes run along pixels: few filters would leave most of a register empty, and pixels of one channel lie one after another.</summary>
    private static bool TakesPixels<T>(in WindowGrid grid, int filters) where T : struct, ISimd<T> =>
        T.Lanes >= 8 && filters <= MostPixelFilters && grid.Channels == 1 && grid.StrideHeight == 1 && grid.StrideWidth == 1 && grid.WindowSize <= GemmPlan.KC
            && grid.Columns >= 8;

    /// <summary>
    /// Y of images of one channel, with lanes along pixels. The pixels of a padded image are taken as one row, so windows that reach around the end of a row
    /// are computed too, and left out when filters and places are turned. Chains and bits are those of the other way.
    /// </summary>
    private readonly ref struct PixelRows<T>(ReadOnlySpan<float> x, ReadOnlySpan<float> w, ReadOnlySpan<float> b, Span<float> y, WindowGrid grid)
        : IRowKernel where T : struct, ISimd<T>
    {
        private readonly ReadOnlySpan<float> _x = x, _w = w, _b = b;
        private readonly Span<float> _y = y;

        [MethodImpl(Simd.Compiled)]
        public void Run(int firstRow, int endRow)
        {
            int k = grid.WindowSize, n = _w.Length / k, block = (T.Lanes == 16 ? PixelRegisters : FewPixelRegisters) * T.Lanes;
            int pixels = ((grid.Rows - 1) * grid.PaddedWidth) + grid.Columns, blocks = (pixels + block - 1) / block, most = blocks * block;
            int image = most + grid.PaddedSize - pixels; // the last block reaches beyond the image
            int[] taps = ArrayPool<int>.Shared.Rent(k);
            float[] rented = Rent((n * most) + n + image, grid, n);
            FillTables(grid, default, taps.AsSpan(0, k));

            var scratch = AlignedBuffer.Within(rented);
            Span<float> turned = scratch[..(n * most)], b = scratch.Slice(n * most, n), padded = scratch.Slice((n * most) + n, image);
            padded.Clear();
            b.Clear();
            _b.CopyTo(b);
            for (int i = firstRow; i < endRow; i++)
            {
                CopyPadded(_x.Slice(i * grid.ImageSize, grid.ImageSize), padded, grid);
                for (int filter = 0, count; filter < n; filter += count)
                {
                    count = Math.Min(4, n - filter);
                    GemmKernels.MultiplyPixels<T>(padded, taps.AsSpan(0, k), _w[filter..], n, count, b[filter..], turned[(filter * most)..], most, blocks);
                }
                for (int row = 0; row < grid.Rows; row++)
                    Transposition.Copy(turned[(row * grid.PaddedWidth)..], most, _y[(((i * grid.Places) + (row * grid.Columns)) * n)..], n, n, grid.Columns);
            }
            ArrayPool<float>.Shared.Return(rented);
            ArrayPool<int>.Shared.Return(taps);
        }
    }
}
