using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ScratchNN.Kernels;

internal static partial class ConvolutionKernels
{
    /// <summary>
    /// dX: for each row of the image a product of the rows of dY that saw it with Wᵀ, of whose patches, one row high, each is added where it is from.
    /// </summary>
    /// <remarks>
    /// Lanes run along kernel width × channels, so narrow images fill registers too: 5 × 6 in 2 of 16. No step is spent on padding or on rows of the kernel
    /// that reach over the edge.
    /// </remarks>
    /// <param name="dy">dY [images · places × filters].</param>
    /// <param name="w">W [window size × filters].</param>
    /// <param name="dx">dX [images × image size].</param>
    /// <param name="grid">The windows.</param><param name="images">Their number.</param><param name="workers">The threads, which share the images.</param>
    public static void InputGradient(ReadOnlySpan<float> dy, ReadOnlySpan<float> w, Span<float> dx, in WindowGrid grid, int images, Workers workers) =>
        Simd.Run(new InputGradientAt(dy, w, dx, grid, images, workers));

    private readonly ref struct InputGradientAt(ReadOnlySpan<float> dy, ReadOnlySpan<float> w, Span<float> dx, WindowGrid grid, int images, Workers workers)
        : ISimdKernel
    {
        private readonly ReadOnlySpan<float> _dy = dy, _w = w;
        private readonly Span<float> _dx = dx;

        public void Run<T>() where T : struct, ISimd<T> => InputGradient<T>(_dy, _w, _dx, grid, images, workers);
    }

    /// <summary>The same at one width.</summary>
    internal static void InputGradient<T>(ReadOnlySpan<float> dy, ReadOnlySpan<float> w, Span<float> dx, in WindowGrid grid, int images,
        Workers workers) where T : struct, ISimd<T>
    {
        int n = w.Length / grid.WindowSize;
        workers.For(images, new InputGradientRows<T>(dy[..(images * grid.Places * n)], w, dx[..(images * grid.ImageSize)], grid),
            MinimumRows((long)grid.Places * w.Length));
    }

    private readonly ref struct InputGradientRows<T>(ReadOnlySpan<float> dy, ReadOnlySpan<float> w, Span<float> dx, WindowGrid grid) : IRowKernel
        where T : struct, ISimd<T>
    {
        private readonly ReadOnlySpan<float> _dy = dy, _w = w;
        private readonly Span<float> _dx = dx;

        [MethodImpl(Simd.Compiled)]
        public void Run(int firstRow, int endRow)
        {
            int n = _w.Length / grid.WindowSize, run = grid.KernelWidth * grid.Channels;
            int width = run <= T.Lanes / 2 ? GemmPlan.TableWidth(T.Lanes, run) : (run + T.Lanes - 1) / T.Lanes * T.Lanes; // whole registers: aligned
            int most = MostRows(grid, width), kernelRows = ((grid.KernelHeight - 1) / grid.StrideHeight) + 1;
            int places = most * grid.Columns, weights = grid.KernelHeight * n * width;
            int[] tables = ArrayPool<int>.Shared.Rent(places + (kernelRows * n) + (2 * grid.Width));
            int line = grid.Channels >= ManyChannels ? 0
                : Math.Max((((grid.Columns - 1) * grid.StrideWidth * grid.Channels) + width), (grid.Left + grid.Width) * grid.Channels);
            float[] rented = Rent(weights + (places * width) + line, grid, n);
            Span<int> rows = tables.AsSpan(0, places), columns = tables.AsSpan(places, kernelRows * n),
                folds = tables.AsSpan(places + (kernelRows * n), 2 * grid.Width);
            for (int i = 0; i < places; i++) rows[i] = i * n;
            // the kernel's next row met the row of dY before
            for (int i = 0; i < columns.Length; i++) columns[i] = ((kernelRows - 1 - (i / n)) * grid.Columns * n) + (i % n);
            FillFolds(folds, width);

            var scratch = AlignedBuffer.Within(rented);
            Span<float> w = scratch[..weights], patches = scratch.Slice(weights, places * width), sums = scratch.Slice(weights + (places * width), line);
            Turn(w, n, run, width);
            for (int image = firstRow; image < endRow; image++)
            {
                var dy = _dy.Slice(image * grid.Places * n, grid.Places * n);
                var dx = _dx.Slice(image * grid.ImageSize, grid.ImageSize);
                for (int phase = 0, turned = 0; phase < grid.StrideHeight; phase++)
                {
                    // rows of the kernel that meet these rows of the image
                    int inPhase = phase < grid.KernelHeight ? ((grid.KernelHeight - 1 - phase) / grid.StrideHeight) + 1 : 0;
                    int y = (((phase - grid.Top) % grid.StrideHeight) + grid.StrideHeight) % grid.StrideHeight;
                    for (int count; y < grid.Height; y += count * grid.StrideHeight)
                    {
                        var (first, end) = KernelRows(y, inPhase);
                        count = 1;
                        while (count < most && y + (count * grid.StrideHeight) < grid.Height
                            && KernelRows(y + (count * grid.StrideHeight), inPhase) == (first, end))
                            count++;
                        if (first < end)
                        {
                            int lowest = ((y + grid.Top) / grid.StrideHeight) - (end - 1); // row of dY
                            var met = new TableView(dy[(lowest * grid.Columns * n)..], rows[..(count * grid.Columns)],
                                columns[((kernelRows - (end - first)) * n)..]);
                            GemmKernels.Multiply<T>(met, w[((turned + first) * n * width)..], patches, width, default, accumulate: false);
                        }
                        for (int i = 0; i < count; i++)
                        {
                            var row = dx.Slice((y + (i * grid.StrideHeight)) * grid.Width * grid.Channels, grid.Width * grid.Channels);
                            var terms = patches.Slice(i * grid.Columns * width, grid.Columns * width);
                            if (first == end) row.Clear();
                            else if (line == 0) FoldPixels(terms, row, folds, grid.Channels, width - (grid.StrideWidth * grid.Channels));
                            else
                            {
                                FoldPlaces<T>(terms, sums, width, grid.StrideWidth * grid.Channels);
                                sums.Slice(grid.Left * grid.Channels, row.Length).CopyTo(row);
                            }
                        }
                    }
                    turned += inPhase;
                }
            }
            ArrayPool<float>.Shared.Return(rented);
            ArrayPool<int>.Shared.Return(tables);
        }

        /// <summary>Of the kernel's rows in a phase those that meet dY at a row of the image.</summary>
        private (int First, int End) KernelRows(int y, int inPhase)
        {
            int row = (y + grid.Top) / grid.StrideHeight; // of dY, which the first of them meets
            int first = Math.Max(0, row - grid.Rows + 1);
            return (first, Math.Max(first, Math.Min(inPhase, row + 1)));
        }

        /// <summary>W turned: [kernel rows, phase by phase × filters × kernel width · channels].</summary>
        private void Turn(Span<float> w, int n, int run, int width)
        {
            w.Clear();
            int at = 0;
            for (int phase = 0; phase < grid.StrideHeight; phase++)
                for (int row = phase; row < grid.KernelHeight; row += grid.StrideHeight, at += n * width)
                    Transposition.Copy(_w.Slice(row * run * n, run * n), n, w[at..], width, run, n);
        }

        /// <summary>
        /// For each pixel of a row: where the first of its terms stands among the patches, and how many there are. They are added from left to right.
        /// </summary>
        private void FillFolds(Span<int> folds, int width)
        {
            for (int x = 0; x < grid.Width; x++)
            {
                // the first window that reaches the pixel, rounded up
                int place = Math.Max(0, (x + grid.Left - grid.KernelWidth + grid.StrideWidth) / grid.StrideWidth);
                int tap = x + grid.Left - (place * grid.StrideWidth);
                int terms = tap < 0 || tap >= grid.KernelWidth ? 0 : Math.Min((tap / grid.StrideWidth) + 1, grid.Columns - place);
                folds[2 * x] = (place * width) + (tap * grid.Channels);
                folds[(2 * x) + 1] = Math.Max(0, terms);
            }
        }
    }

    /// <summary>Rows of an image that go through one product: their patches stay in the first cache. Few in Debug builds.</summary>
    private static int MostRows(in WindowGrid grid, int width) => Math.Clamp(PatchFloats / (grid.Columns * width), 1, MostPatchRows);

    private const int PatchFloats = 4096;
    private const int MostPatchRows =
#if DEBUG
        2;
#else
        PatchFloats;
#endif

    /// <summary>From so many on a pixel fills a register, and its terms are added in it.</summary>
    private const int ManyChannels = 8;

    /// <summary>A row of dX within its padding: each place adds what it has for its pixels, all of them at once. The last lanes of a place are 0.</summary>
    [MethodImpl(Simd.Compiled)]
    private static void FoldPlaces<T>(ReadOnlySpan<float> patches, Span<float> dx, int width, int step) where T : struct, ISimd<T>
    {
        dx.Clear();
        for (int place = 0, at = 0; place < patches.Length; place += width, at += step)
        {
            int j = 0;
            for (; j <= width - T.Lanes; j += T.Lanes) (T.Load(in dx.At(at + j)) + T.Load(in patches.At(place + j))).Store(ref dx.At(at + j));
            for (; j < width; j++) dx[at + j] += patches[place + j];
        }
    }

    /// <summary>A row of dX: each pixel the sum of its terms.</summary>
    [MethodImpl(Simd.Compiled)]
    private static void FoldPixels(ReadOnlySpan<float> patches, Span<float> dx, ReadOnlySpan<int> folds, int channels, nint next)
    {
        for (int x = 0; x < folds.Length / 2; x++)
        {
            int c = 0, terms = folds[(2 * x) + 1], at = x * channels;
            ref readonly float from = ref patches.At(folds[2 * x]);
            if (Vector512.IsHardwareAccelerated) c = Sweep<F32x16>(in from, ref dx.At(at), terms, next, c, channels);
            if (Vector256.IsHardwareAccelerated) c = Sweep<F32x8>(in from, ref dx.At(at), terms, next, c, channels);
            if (Vector128.IsHardwareAccelerated)
            {
                c = Sweep<F32x4>(in from, ref dx.At(at), terms, next, c, channels);
                if (c < channels && channels >= 4) c = Sweep<F32x4>(in from, ref dx.At(at), terms, next, channels - 4, channels); // some of them once more
            }
            Sweep<F32x1>(in from, ref dx.At(at), terms, next, c, channels);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Sweep<T>(ref readonly float from, ref float dx, int terms, nint next, int c, int channels) where T : struct, ISimd<T>
    {
        for (; c <= channels - T.Lanes; c += T.Lanes)
        {
            ref float term = ref Unsafe.Add(ref Unsafe.AsRef(in from), c);
            T sum = T.Broadcast(0);
            for (int i = 0; i < terms; i++, term = ref Unsafe.Add(ref term, next)) sum += T.Load(ref term);
            sum.Store(ref Unsafe.Add(ref dx, c));
        }
        return c;
    }
}
