using System.Buffers;
using System.Runtime.CompilerServices;

namespace ScratchNN.Kernels;

internal static partial class ConvolutionKernels
{
    /// <summary>Y = patches·W + b.</summary>
    /// <param name="x">X [images × image size].</param>
    /// <param name="w">W [window size × filters].</param>
    /// <param name="b">b [filters], or empty.</param>
    /// <param name="y">Y [images · places × filters].</param>
    /// <param name="grid">The windows.</param><param name="images">Their number.</param><param name="workers">The threads, which share the images.</param>
    public static void Forward(ReadOnlySpan<float> x, ReadOnlySpan<float> w, ReadOnlySpan<float> b, Span<float> y, in WindowGrid grid, int images,
        Workers workers) =>
        Simd.Run(new ForwardAt(x, w, b, y, grid, images, workers));

    private readonly ref struct ForwardAt(ReadOnlySpan<float> x, ReadOnlySpan<float> w, ReadOnlySpan<float> b, Span<float> y, WindowGrid grid, int images,
        Workers workers) : ISimdKernel
    {
        private readonly ReadOnlySpan<float> _x = x, _w = w, _b = b;
        private readonly Span<float> _y = y;

        public void Run<T>() where T : struct, ISimd<T> => Forward<T>(_x, _w, _b, _y, grid, images, workers);
    }

    /// <summary>The same at one width.</summary>
    internal static void Forward<T>(ReadOnlySpan<float> x, ReadOnlySpan<float> w, ReadOnlySpan<float> b, Span<float> y, in WindowGrid grid, int images,
        Workers workers) where T : struct, ISimd<T>
    {
        int n = w.Length / grid.WindowSize;
        x = x[..(images * grid.ImageSize)];
        y = y[..(images * grid.Places * n)];
        if (!b.IsEmpty) b = b[..n];
        if (grid.IsPadded && !Finite.Are(w)) workers.For(images, new ReferenceRows(x, w, b, y, grid));
        else if (TakesPixels<T>(grid, n)) workers.For(images, new PixelRows<T>(x, w, b, y, grid), MinimumRows((long)grid.Places * w.Length));
        else workers.For(images, new ForwardRows<T>(x, w, b, y, grid), MinimumRows((long)grid.Places * w.Length));
    }

    private static int MinimumRows(long workOfRow) => (int)(1 + (GemmPlan.SerialWork / 2 / workOfRow));

    private readonly ref struct ForwardRows<T>(ReadOnlySpan<float> x, ReadOnlySpan<float> w, ReadOnlySpan<float> b, Span<float> y, WindowGrid grid)
        : IRowKernel where T : struct, ISimd<T>
    {
        private readonly ReadOnlySpan<float> _x = x, _w = w, _b = b;
        private readonly Span<float> _y = y;

        [MethodImpl(Simd.Compiled)]
        public void Run(int firstRow, int endRow)
        {
            int k = grid.WindowSize, n = _w.Length / k, width = GemmPlan.TableWidth(T.Lanes, n), places = grid.Places;
            int image = grid.IsPadded ? grid.PaddedSize : grid.ImageSize, weights = (k + 1) * width, outputs = width == n ? 0 : 2 * places * width;
            int[] tables = ArrayPool<int>.Shared.Rent(places + k);
            float[] rented = Rent(weights + outputs + (grid.IsPadded ? 2 * image : 0), grid, n);
            FillTables(grid, tables.AsSpan(0, places), tables.AsSpan(places, k));

            var scratch = AlignedBuffer.Within(rented);
            Span<float> w = scratch[..(k * width)], b = scratch[(k * width)..weights], wide = scratch.Slice(weights, outputs);
            var padded = grid.IsPadded ? scratch.Slice(weights + outputs, 2 * image) : default;
            padded.Clear();
            w.Clear();
            b.Clear();
            // from a cache line on, where a row of filters is one line and not parts of two
            for (int i = 0; i < k; i++) _w.Slice(i * n, n).CopyTo(w[(i * width)..]);
            _b.CopyTo(b);

            for (int first = firstRow, count; first < endRow; first += count) // two images at a time: twins, where a register covers all filters
            {
                count = Math.Min(2, endRow - first);
                var x = _x.Slice(first * grid.ImageSize, count * grid.ImageSize);
                for (int i = 0; i < count && grid.IsPadded; i++) CopyPadded(x[(i * grid.ImageSize)..], padded[(i * image)..], grid);
                if (grid.IsPadded) x = padded;
                var y = _y.Slice(first * places * n, count * places * n);
                var patches = new TableView(x, tables.AsSpan(0, places), tables.AsSpan(places, k));
                GemmKernels.Multiply<T>(patches, w, width == n ? y : wide, width, b, accumulate: false, count == 2 ? (image, places * width) : default);
                if (width != n) Narrow(wide, y, count * places, n, width);
            }
            ArrayPool<float>.Shared.Return(rented);
            ArrayPool<int>.Shared.Return(tables);
        }
    }
}
