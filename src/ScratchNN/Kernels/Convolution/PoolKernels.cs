using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ScratchNN.Kernels;

/// <summary>
/// The largest number or the mean of each window of an image, channel by channel: lanes run along the channels. Images are shared among threads.
/// </summary>
internal static class PoolKernels
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;
    private const int FloatsPerWorker = 1 << 14; // some µs of memory

    /// <summary>y = max of the window. Padding never wins; NaN does.</summary>
    /// <param name="x">X [images × image size].</param><param name="y">Y [images · places × channels].</param>
    /// <param name="grid">The windows, each with a pixel of the image.</param>
    /// <param name="images">Their number.</param>
    /// <param name="workers">The threads.</param>
    public static void Max(ReadOnlySpan<float> x, Span<float> y, in WindowGrid grid, int images, Workers workers) =>
        ForEach(new Maximum(Images(x, grid, images), Places(y, grid, images)), grid, images, workers);

    /// <summary>dx: each dy goes to the first pixel of its window that is the largest, the first NaN if there is one.</summary>
    /// <remarks>Which one it was is not kept: it is the first that equals y. Reading x again costs less than indices would, to write and to read.</remarks>
    /// <param name="x">X [images × image size].</param>
    /// <param name="y">Y, as <see cref="Max"/> assigned it.</param>
    /// <param name="dy">dY, like Y.</param>
    /// <param name="dx">dX, like X.</param>
    /// <param name="grid">The windows.</param><param name="images">Their number.</param><param name="workers">The threads.</param>
    /// <param name="rectifies">Whether a y that is not above 0 has no gradient: X is max(z, 0), and dx the gradient of z.</param>
    public static void MaxGradient(
        ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx, in WindowGrid grid, int images, Workers workers,
            bool rectifies = false)
    {
        var pool = new MaximumGradient(Images(x, grid, images), Places(y, grid, images), Places(dy, grid, images), Images(dx, grid, images), grid, rectifies);
        ForEach(pool, grid, images, workers);
    }

    /// <summary>y = the mean of the window.</summary>
    /// <param name="x">X [images × image size].</param><param name="y">Y [images · places × channels].</param>
    /// <param name="countsPadding">Whether padding counts, as zeros; else a mean is over the pixels in the image.</param>
    /// <param name="grid">The windows, each with a pixel of the image.</param>
    /// <param name="images">Their number.</param>
    /// <param name="workers">The threads.</param>
    public static void Average(ReadOnlySpan<float> x, Span<float> y, bool countsPadding, in WindowGrid grid, int images, Workers workers) =>
        ForEach(new Mean(Images(x, grid, images), Places(y, grid, images), countsPadding ? (float)grid.KernelHeight * grid.KernelWidth : 0), grid, images,
            workers);

    /// <summary>dx: each pixel of a window gets dy, divided by as many as the mean is over.</summary>
    /// <param name="dy">dY [images · places × channels].</param><param name="dx">dX [images × image size].</param>
    /// <param name="countsPadding">As <see cref="Average"/> had it.</param>
    /// <param name="grid">The windows.</param><param name="images">Their number.</param><param name="workers">The threads.</param>
    public static void AverageGradient(ReadOnlySpan<float> dy, Span<float> dx, bool countsPadding, in WindowGrid grid, int images, Workers workers) =>
        ForEach(new MeanGradient(Places(dy, grid, images), Images(dx, grid, images), countsPadding ? (float)grid.KernelHeight * grid.KernelWidth : 0, grid),
            grid, images, workers);

    /// <summary>y = the mean over all places, channel by channel.</summary>
    /// <param name="x">X [images · places × channels].</param><param name="y">Y [images × channels].</param>
    /// <param name="channels">The numbers of a place.</param><param name="images">Their number.</param><param name="workers">The threads.</param>
    public static void GlobalAverage(ReadOnlySpan<float> x, Span<float> y, int channels, int images, Workers workers) =>
        workers.For(images, new GlobalRows(x, y, channels));

    /// <summary>dx = dy / places, at each place.</summary>
    /// <param name="dy">dY [images × channels].</param><param name="dx">dX [images · places × channels].</param>
    /// <param name="channels">The numbers of a place.</param><param name="images">Their number.</param><param name="workers">The threads.</param>
    public static void GlobalAverageGradient(ReadOnlySpan<float> dy, Span<float> dx, int channels, int images, Workers workers) =>
        workers.For(images, new GlobalGradientRows(dy, dx, channels));

    /// <summary>What is done with a window, for T.Lanes channels of it.</summary>
    private interface IPool
    {
        /// <summary>Before the windows of an image.</summary>
        void Begin(int image);

        /// <summary>Whether channels may be done twice, so that the last register overlaps the one before: not where something is added.</summary>
        bool MayRepeat { get; }

        /// <summary>
        /// Whether a register may reach into the next pixel, whose turn comes later and puts that right: only where windows stand side by side.
        /// </summary>
        bool MaySpill { get; }

        /// <param name="reach">The pixels of the window.</param>
        /// <param name="x">Where the first of them stands in X.</param><param name="y">Where the result stands in Y.</param>
        void Apply<T>(Reach reach, int x, int y) where T : struct, ISimd<T>;
    }

    /// <summary>The pixels of a window that lie in the image.</summary>
    /// <param name="Rows">So many of them.</param><param name="Columns">In each.</param>
    /// <param name="Down">Floats from a row to the next.</param><param name="Across">Floats from a pixel to the next.</param>
    private readonly record struct Reach(int Rows, int Columns, int Down, int Across)
    {
        public bool IsTwoByTwo => Rows == 2 && Columns == 2;
    }

    private static ReadOnlySpan<float> Images(ReadOnlySpan<float> x, in WindowGrid grid, int images) => x[..(images * grid.ImageSize)];
    private static Span<float> Images(Span<float> x, in WindowGrid grid, int images) => x[..(images * grid.ImageSize)];
    private static ReadOnlySpan<float> Places(ReadOnlySpan<float> y, in WindowGrid grid, int images) => y[..(images * grid.Places * grid.Channels)];
    private static Span<float> Places(Span<float> y, in WindowGrid grid, int images) => y[..(images * grid.Places * grid.Channels)];

    private static void ForEach<TPool>(in TPool pool, in WindowGrid grid, int images, Workers workers) where TPool : struct, IPool, allows ref struct =>
        workers.For(images, new EachImage<TPool>(pool, grid), 1 + (FloatsPerWorker / grid.ImageSize));

    private readonly ref struct EachImage<TPool>(TPool pool, WindowGrid grid) : IRowKernel where TPool : struct, IPool, allows ref struct
    {
        private readonly TPool _pool = pool;

        [MethodImpl(Simd.Compiled)]
        public void Run(int firstRow, int endRow)
        {
            int channels = grid.Channels, width = grid.Width * channels, y = firstRow * grid.Places * channels;
            for (int image = firstRow; image < endRow; image++)
            {
                _pool.Begin(image);
                for (int row = 0; row < grid.Rows; row++)
                {
                    int top = (row * grid.StrideHeight) - grid.Top, firstY = Math.Max(top, 0), rows = Math.Min(top + grid.KernelHeight, grid.Height) - firstY;
                    int line = (image * grid.ImageSize) + (firstY * width);
                    for (int column = 0, count; column < grid.Columns; column += count, y += count * channels)
                    {
                        int left = (column * grid.StrideWidth) - grid.Left, firstX = Math.Max(left, 0), columns = Math.Min(left + grid.KernelWidth, grid.Width)
                            - firstX;
                        // windows side by side that lie within the image
                        count = columns < grid.KernelWidth ? 1 : ((grid.Width - grid.KernelWidth - left) / grid.StrideWidth) + 1;
                        count = Math.Min(count, grid.Columns - column);
                        Windows(new Reach(rows, columns, width, channels), line + (firstX * channels), y, count, isLast: column + count == grid.Columns);
                    }
                }
            }
        }

        /// <summary>Windows side by side, a register of channels of all of them before the next.</summary>
        [MethodImpl(Inline)]
        private void Windows(Reach reach, int x, int y, int count, bool isLast)
        {
            int channels = grid.Channels, c = 0;
            if (Vector256.IsHardwareAccelerated && channels is > 4 and < 8 && _pool.MaySpill) // one register in place of two that overlap
            {
                int spilling = isLast ? count - 1 : count;
                Sweep<F32x8>(reach, x, y, spilling);
                (x, y, count) = (x + (spilling * grid.StrideWidth * channels), y + (spilling * channels), count - spilling);
            }
            if (Vector512.IsHardwareAccelerated)
                for (; c <= channels - 16; c += 16) Sweep<F32x16>(reach, x + c, y + c, count);
            if (Vector256.IsHardwareAccelerated)
                for (; c <= channels - 8; c += 8) Sweep<F32x8>(reach, x + c, y + c, count);
            if (Vector128.IsHardwareAccelerated)
            {
                for (; c <= channels - 4; c += 4) Sweep<F32x4>(reach, x + c, y + c, count);
                if (c < channels && channels >= 4 && _pool.MayRepeat)
                {
                    Sweep<F32x4>(reach, x + channels - 4, y + channels - 4, count);
                    c = channels;
                }
            }
            for (; c < channels; c++) Sweep<F32x1>(reach, x + c, y + c, count);
        }

        [MethodImpl(Inline)]
        private void Sweep<T>(Reach reach, int x, int y, int count) where T : struct, ISimd<T>
        {
            int across = grid.StrideWidth * grid.Channels;
            for (int i = 0; i < count; i++, x += across, y += reach.Across) _pool.Apply<T>(reach, x, y);
        }
    }

    private readonly ref struct Maximum(ReadOnlySpan<float> x, Span<float> y) : IPool
    {
        private readonly ReadOnlySpan<float> _x = x;
        private readonly Span<float> _y = y;

        public void Begin(int image) { }

        public bool MayRepeat { [MethodImpl(Inline)] get => true; }
        public bool MaySpill => true;

        /// <summary>Comparisons pass NaN over; a sum of magnitudes, which is NaN for no other reason, tells whether there was one.</summary>
        [MethodImpl(Inline)]
        public void Apply<T>(Reach reach, int x, int y) where T : struct, ISimd<T>
        {
            ref float first = ref Unsafe.AsRef(in _x.At(x));
            T largest = T.Load(ref first), magnitudes = T.Abs(largest);
            if (reach.IsTwoByTwo)
            {
                T b = T.Load(ref Unsafe.Add(ref first, reach.Across)), c = T.Load(ref Unsafe.Add(ref first, reach.Down)),
                    d = T.Load(ref Unsafe.Add(ref first, reach.Down + reach.Across));
                T upper = T.IfGreater(b, largest, b, largest), lower = T.IfGreater(d, c, d, c);
                largest = T.IfGreater(lower, upper, lower, upper);
                magnitudes = magnitudes + T.Abs(b) + (T.Abs(c) + T.Abs(d));
            }
            else
                for (int row = 0; row < reach.Rows; row++, first = ref Unsafe.Add(ref first, reach.Down))
                    for (int column = 0; column < reach.Columns; column++)
                    {
                        T next = T.Load(ref Unsafe.Add(ref first, column * reach.Across));
                        largest = T.IfGreater(next, largest, next, largest);
                        magnitudes += T.Abs(next);
                    }
            T.IfEqual(magnitudes, magnitudes, largest, magnitudes).Store(ref _y.At(y));
        }
    }

    private readonly ref struct MaximumGradient(ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx, WindowGrid grid,
        bool rectifies) : IPool
    {
        private readonly ReadOnlySpan<float> _x = x, _y = y, _dy = dy;
        private readonly Span<float> _dx = dx;
        private readonly bool _adds = grid.Overlaps, _clears = grid.Overlaps || !grid.CoversImage;

        public void Begin(int image)
        {
            if (_clears) _dx.Slice(image * grid.ImageSize, grid.ImageSize).Clear();
        }

        public bool MayRepeat { [MethodImpl(Inline)] get => !_adds; }
        public bool MaySpill { get; } = !grid.Overlaps && grid.StrideWidth == grid.KernelWidth && grid.Left == 0;

        [MethodImpl(Inline)]
        public void Apply<T>(Reach reach, int x, int y) where T : struct, ISimd<T>
        {
            ref float from = ref Unsafe.AsRef(in _x.At(x)), to = ref _dx.At(x);
            T largest = T.Load(in _y.At(y)), left = T.Load(in _dy.At(y)) + T.Broadcast(0); // −0 becomes 0
            if (rectifies) left = T.IfGreater(largest, T.Broadcast(0), left, T.Broadcast(0));
            if (reach.IsTwoByTwo && !_adds)
            {
                Take(T.Load(ref from), largest, ref left).Store(ref to);
                Take(T.Load(ref Unsafe.Add(ref from, reach.Across)), largest, ref left).Store(ref Unsafe.Add(ref to, reach.Across));
                Take(T.Load(ref Unsafe.Add(ref from, reach.Down)), largest, ref left).Store(ref Unsafe.Add(ref to, reach.Down));
                Take(T.Load(ref Unsafe.Add(ref from, reach.Down + reach.Across)), largest, ref left).Store(ref Unsafe.Add(ref to, reach.Down + reach.Across));
                return;
            }
            for (int row = 0; row < reach.Rows; row++)
                for (int column = 0; column < reach.Columns; column++)
                {
                    int at = (row * reach.Down) + (column * reach.Across);
                    T taken = Take(T.Load(ref Unsafe.Add(ref from, at)), largest, ref left);
                    (_adds ? T.Load(ref Unsafe.Add(ref to, at)) + taken : taken).Store(ref Unsafe.Add(ref to, at));
                }
        }

        /// <summary>What a pixel takes of the gradient: all that is left, if it is the largest or NaN.</summary>
        [MethodImpl(Inline)]
        private static T Take<T>(T pixel, T largest, ref T left) where T : struct, ISimd<T>
        {
            T zero = T.Broadcast(0), before = left;
            left = T.IfEqual(pixel, largest, zero, T.IfEqual(pixel, pixel, before, zero));
            return T.IfEqual(pixel, largest, before, T.IfEqual(pixel, pixel, zero, before));
        }
    }

    private readonly ref struct Mean(ReadOnlySpan<float> x, Span<float> y, float count) : IPool
    {
        private readonly ReadOnlySpan<float> _x = x;
        private readonly Span<float> _y = y;

        public void Begin(int image) { }

        public bool MayRepeat { [MethodImpl(Inline)] get => true; }
        public bool MaySpill => true;

        [MethodImpl(Inline)]
        public void Apply<T>(Reach reach, int x, int y) where T : struct, ISimd<T>
        {
            ref float first = ref Unsafe.AsRef(in _x.At(x));
            T sum = T.Broadcast(0);
            for (int row = 0; row < reach.Rows; row++, first = ref Unsafe.Add(ref first, reach.Down))
                for (int column = 0; column < reach.Columns; column++) sum += T.Load(ref Unsafe.Add(ref first, column * reach.Across));
            (sum / T.Broadcast(count > 0 ? count : reach.Rows * reach.Columns)).Store(ref _y.At(y));
        }
    }

    private readonly ref struct MeanGradient(ReadOnlySpan<float> dy, Span<float> dx, float count, WindowGrid grid) : IPool
    {
        private readonly ReadOnlySpan<float> _dy = dy;
        private readonly Span<float> _dx = dx;
        private readonly bool _adds = grid.Overlaps, _clears = grid.Overlaps || !grid.CoversImage;

        public void Begin(int image)
        {
            if (_clears) _dx.Slice(image * grid.ImageSize, grid.ImageSize).Clear();
        }

        public bool MayRepeat { [MethodImpl(Inline)] get => !_adds; }
        public bool MaySpill { get; } = !grid.Overlaps && grid.StrideWidth == grid.KernelWidth && grid.Left == 0;

        [MethodImpl(Inline)]
        public void Apply<T>(Reach reach, int x, int y) where T : struct, ISimd<T>
        {
            T share = (T.Load(in _dy.At(y)) / T.Broadcast(count > 0 ? count : reach.Rows * reach.Columns)) + T.Broadcast(0); // −0 becomes 0
            for (int row = 0; row < reach.Rows; row++)
                for (int column = 0; column < reach.Columns; column++)
                {
                    ref float to = ref _dx.At(x + (row * reach.Down) + (column * reach.Across));
                    (_adds ? T.Load(ref to) + share : share).Store(ref to);
                }
        }
    }

    private readonly ref struct GlobalRows(ReadOnlySpan<float> x, Span<float> y, int channels) : IRowKernel
    {
        private readonly ReadOnlySpan<float> _x = x;
        private readonly Span<float> _y = y;

        public void Run(int firstRow, int endRow)
        {
            int size = _x.Length / (_y.Length / channels);
            for (int image = firstRow; image < endRow; image++)
            {
                var y = _y.Slice(image * channels, channels);
                Sums.OverRows(_x.Slice(image * size, size), y, Workers.None);
                TensorPrimitives.Divide(y, size / channels, y);
            }
        }
    }

    private readonly ref struct GlobalGradientRows(ReadOnlySpan<float> dy, Span<float> dx, int channels) : IRowKernel
    {
        private readonly ReadOnlySpan<float> _dy = dy;
        private readonly Span<float> _dx = dx;

        public void Run(int firstRow, int endRow)
        {
            int places = _dx.Length / _dy.Length;
            for (int image = firstRow; image < endRow; image++)
            {
                var first = _dx.Slice(image * places * channels, channels);
                TensorPrimitives.Divide(_dy.Slice(image * channels, channels), places, first);
                for (int place = 1; place < places; place++) first.CopyTo(_dx.Slice(((image * places) + place) * channels, channels));
            }
        }
    }
}
