using System.Buffers;
using System.Runtime.CompilerServices;

namespace ScratchNN.Kernels;

internal static partial class ConvolutionKernels
{
    /// <summary>dW = patchesᵀ·dY: a sum over the places of each image, and these added in the order of images.</summary>
    /// <param name="x">X [images × image size].</param>
    /// <param name="dy">dY [images · places × filters].</param>
    /// <param name="dw">dW [window size × filters].</param>
    /// <param name="grid">The windows.</param>
    /// <param name="images">Their number.</param>
    /// <param name="workers">The threads, which share the columns of the kernel.</param>
    public static void WeightGradient(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dw, in WindowGrid grid, int images, Workers workers) =>
        Simd.Run(new WeightGradientAt(x, dy, dw, grid, images, workers));

    private readonly ref struct WeightGradientAt(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dw, WindowGrid grid, int images, Workers workers)
        : ISimdKernel
    {
        private readonly ReadOnlySpan<float> _x = x, _dy = dy;
        private readonly Span<float> _dw = dw;

        public void Run<T>() where T : struct, ISimd<T> => WeightGradient<T>(_x, _dy, _dw, grid, images, workers);
    }

    /// <summary>The same at one width.</summary>
    internal static void WeightGradient<T>(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dw, in WindowGrid grid, int images,
        Workers workers) where T : struct, ISimd<T>
    {
        int n = dw.Length / grid.WindowSize, columns = grid.KernelWidth * grid.Channels,
            minimum = MinimumRows((long)images * grid.Places * grid.KernelHeight * n);
        x = x[..(images * grid.ImageSize)];
        dy = dy[..(images * grid.Places * n)];
        if (grid.IsPadded && !Finite.Are(dy)) ReferenceWeightGradient(x, dy, dw, grid, images);
        else if (T.Lanes > 1 && IsStacked(grid, n))
            workers.For(grid.WindowSize, new TurnedWeightGradientRows<T>(x, dy, dw, grid, images, isStacked: true),
                Math.Max(T.Lanes, MinimumRows((long)images * grid.Places * n)));
        else if (n <= T.Lanes && columns > T.Lanes)
            workers.For(columns, new TurnedWeightGradientRows<T>(x, dy, dw, grid, images, isStacked: false), Math.Max(T.Lanes, minimum));
        else workers.For(columns, new WeightGradientRows<T>(x, dy, dw, grid, images), minimum);
    }

    /// <summary>
    /// Columns of the kernel, in all of its rows. Two of these are twins: the second row of a kernel meets the same dY, a row of the image further down.
    /// </summary>
    private readonly ref struct WeightGradientRows<T>(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dw, WindowGrid grid, int images)
        : IRowKernel where T : struct, ISimd<T>
    {
        private readonly ReadOnlySpan<float> _x = x, _dy = dy;
        private readonly Span<float> _dw = dw;

        [MethodImpl(Simd.Compiled)]
        public void Run(int firstRow, int endRow)
        {
            int places = grid.Places, run = grid.KernelWidth * grid.Channels, n = _dw.Length / grid.WindowSize, width = GemmPlan.TableWidth(T.Lanes, n),
                taps = endRow - firstRow;
            int image = grid.IsPadded ? grid.PaddedSize : 0, sums = width == n ? 0 : grid.WindowSize * width, gradients = width == n ? 0 : places * width;
            int[] tables = ArrayPool<int>.Shared.Rent(places + taps);
            float[] rented = Rent(image + sums + gradients, grid, n);
            FillTables(grid, tables.AsSpan(0, places), tables.AsSpan(places, taps));

            var scratch = AlignedBuffer.Within(rented);
            Span<float> wide = scratch[..gradients], padded = scratch.Slice(gradients, image), dw = width == n ? _dw : scratch.Slice(gradients + image, sums);
            padded.Clear();
            for (int i = 0; i < images; i++)
            {
                var x = _x.Slice(i * grid.ImageSize, grid.ImageSize);
                var dy = _dy.Slice(i * places * n, places * n);
                if (grid.IsPadded)
                {
                    CopyPadded(x, padded, grid);
                    x = padded;
                }
                if (width != n)
                {
                    Widen(dy, wide, places, n, width);
                    dy = wide;
                }
                for (int place = 0; place < places; place += GemmPlan.KC) // chain after chain: its part of x and dY stays in a cache
                {
                    var columns = tables.AsSpan(place, Math.Min(GemmPlan.KC, places - place));
                    for (int row = 0, count; row < grid.KernelHeight; row += count)
                    {
                        count = Math.Min(2, grid.KernelHeight - row);
                        int down = grid.PaddedWidth * grid.Channels;
                        var patches = new TableView(x[((row * down) + firstRow)..], tables.AsSpan(places, taps), columns);
                        GemmKernels.Multiply<T>(
                            patches, dy[(place * width)..], dw[(((row * run) + firstRow) * width)..], width, default, accumulate: i + place > 0, count == 2
                                ? (down, run * width) : default);
                    }
                }
            }
            for (int row = 0; row < grid.KernelHeight && width != n; row++)
                Narrow(dw.Slice(((row * run) + firstRow) * width, taps * width), _dw.Slice(((row * run) + firstRow) * n, taps * n), taps, n, width);
            ArrayPool<float>.Shared.Return(rented);
            ArrayPool<int>.Shared.Return(tables);
        }
    }

    /// <summary>
    /// The same as (dYᵀ·patches)ᵀ, where a row of the kernel fills more registers than the filters: lanes run along kernel width × channels, which lie one
    /// after another in the image, so several multiply-adds share what is loaded of dY. The chains are the same, so are the bits.
    /// </summary>
    /// <remarks>Where the image is stacked, the kernel has a single row, which is the whole window.</remarks>
    private readonly ref struct TurnedWeightGradientRows<T>(
        ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dw, WindowGrid grid, int images, bool isStacked) : IRowKernel where T : struct, ISimd<T>
    {
        private readonly ReadOnlySpan<float> _x = x, _dy = dy;
        private readonly Span<float> _dw = dw;

        [MethodImpl(Simd.Compiled)]
        public void Run(int firstRow, int endRow)
        {
            var seen = isStacked ? Stacked(grid) : grid;
            int places = grid.Places, run = seen.KernelWidth * seen.Channels, n = _dw.Length / grid.WindowSize, taps = endRow - firstRow,
                down = seen.PaddedWidth * seen.Channels;
            int image = grid.IsPadded ? grid.PaddedSize : 0, stack = isStacked ? seen.ImageSize : 0;
            int[] tables = ArrayPool<int>.Shared.Rent((2 * places) + n);
            float[] rented = Rent(image + stack + (seen.KernelHeight * taps * n), grid, n);
            Span<int> columns = tables.AsSpan(0, places), filters = tables.AsSpan(2 * places, n);
            FillTables(seen, tables.AsSpan(places, places), default);
            for (int i = 0; i < places; i++) columns[i] = i * n;
            for (int i = 0; i < n; i++) filters[i] = i;

            var scratch = AlignedBuffer.Within(rented);
            Span<float> padded = scratch[..image], stacked = scratch.Slice(image, stack),
                sums = scratch.Slice(image + stack, seen.KernelHeight * taps * n);
            padded.Clear();
            for (int i = 0; i < images; i++)
            {
                var x = _x.Slice(i * grid.ImageSize, grid.ImageSize);
                if (grid.IsPadded)
                {
                    CopyPadded(x, padded, grid);
                    x = padded;
                }
                if (isStacked)
                {
                    Stack(x, stacked, grid);
                    x = stacked;
                }
                for (int place = 0; place < places; place += GemmPlan.KC)
                {
                    var dy = new TableView(_dy.Slice(i * places * n, places * n), filters, columns.Slice(place, Math.Min(GemmPlan.KC, places - place)));
                    for (int row = 0; row < seen.KernelHeight; row++)
                        GemmKernels.Multiply<T>(dy, x[((row * down) + firstRow)..], sums[(row * taps * n)..], taps, default, accumulate: i
                            + place > 0, rowsOfB: places);
                }
            }
            if (isStacked)
                for (int tap = 0; tap < taps; tap++)
                {
                    var (column, row) = Math.DivRem(firstRow + tap, grid.KernelHeight);
                    for (int i = 0; i < n; i++) _dw[(((row * grid.KernelWidth) + column) * n) + i] = sums[(i * taps) + tap];
                }
            else
                for (int row = 0; row < grid.KernelHeight; row++)
                    Transposition.Copy(sums.Slice(row * taps * n, taps * n), taps, _dw[(((row * run) + firstRow) * n)..], n, n, taps);
            ArrayPool<float>.Shared.Return(rented);
            ArrayPool<int>.Shared.Return(tables);
        }
    }
}
