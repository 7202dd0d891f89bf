using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace ScratchNN.Kernels;

/// <summary>The largest number or the mean of each window of an image, channel by channel. Images are shared among threads.</summary>
internal static class PoolKernels
{
    /// <summary>y = max of the window. Padding never wins; NaN does.</summary>
    /// <param name="x">X [images × image size].</param><param name="y">Y [images · places × channels].</param>
    /// <param name="grid">The windows, each with a pixel of the image.</param><param name="images">Their number.</param><param name="workers">The threads.</param>
    public static void Max(ReadOnlySpan<float> x, Span<float> y, in WindowGrid grid, int images, Workers workers) => workers.For(images, new MaxRows(x, y, grid));

    private readonly ref struct MaxRows(ReadOnlySpan<float> x, Span<float> y, WindowGrid grid) : IRowKernel
    {
        private readonly ReadOnlySpan<float> _x = x;
        private readonly Span<float> _y = y;

        public void Run(int firstRow, int endRow)
        {
            for (int image = firstRow; image < endRow; image++)
                for (int place = 0; place < grid.Places; place++)
                {
                    var window = grid.At(place);
                    var y = _y.Slice(((image * grid.Places) + place) * grid.Channels, grid.Channels);
                    bool isFirst = true;
                    for (int row = window.FirstRow; row < window.EndRow; row++)
                        for (int column = window.FirstColumn; column < window.EndColumn; column++)
                        {
                            var x = Pixel(_x, grid, window, image, row, column);
                            if (isFirst) x.CopyTo(y);
                            else TensorPrimitives.Max(y, x, y);
                            isFirst = false;
                        }
                }
        }
    }

    /// <summary>dx: each dy goes to the first pixel of its window that is the largest, the first NaN if there is one.</summary>
    /// <param name="x">X [images × image size].</param><param name="y">Y, as <see cref="Max"/> assigned it.</param><param name="dy">dY, like Y.</param><param name="dx">dX, like X.</param>
    /// <param name="grid">The windows.</param><param name="images">Their number.</param><param name="workers">The threads.</param>
    public static void MaxGradient(ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx, in WindowGrid grid, int images, Workers workers) =>
        workers.For(images, new MaxGradientRows(x, y, dy, dx, grid));

    private readonly ref struct MaxGradientRows(ReadOnlySpan<float> x, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, Span<float> dx, WindowGrid grid) : IRowKernel
    {
        private readonly ReadOnlySpan<float> _x = x, _y = y, _dy = dy;
        private readonly Span<float> _dx = dx;

        [MethodImpl(Simd.Compiled)]
        public void Run(int firstRow, int endRow)
        {
            for (int image = firstRow; image < endRow; image++)
            {
                var x = _x.Slice(image * grid.ImageSize, grid.ImageSize);
                var dx = _dx.Slice(image * grid.ImageSize, grid.ImageSize);
                dx.Clear();
                for (int place = 0; place < grid.Places; place++)
                {
                    var window = grid.At(place);
                    for (int c = 0; c < grid.Channels; c++)
                    {
                        int at = (((image * grid.Places) + place) * grid.Channels) + c;
                        dx[FirstOf(x, _y[at], grid, window, c)] += _dy[at];
                    }
                }
            }
        }

        /// <summary>Where in the image the largest number of a window is.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static int FirstOf(ReadOnlySpan<float> x, float largest, in WindowGrid grid, in Window window, int channel)
        {
            for (int row = window.FirstRow; row < window.EndRow; row++)
                for (int column = window.FirstColumn; column < window.EndColumn; column++)
                {
                    int at = ((window.Origin + (row * grid.Width) + column) * grid.Channels) + channel;
                    if (x[at] == largest || float.IsNaN(x[at])) return at;
                }
            throw new InvalidOperationException("The output is not that of the input: it is the maximum of no window.");
        }
    }

    /// <summary>y = the mean of the window.</summary>
    /// <param name="x">X [images × image size].</param><param name="y">Y [images · places × channels].</param>
    /// <param name="countsPadding">Whether padding counts, as zeros; else a mean is over the pixels in the image.</param>
    /// <param name="grid">The windows, each with a pixel of the image.</param><param name="images">Their number.</param><param name="workers">The threads.</param>
    public static void Average(ReadOnlySpan<float> x, Span<float> y, bool countsPadding, in WindowGrid grid, int images, Workers workers) =>
        workers.For(images, new AverageRows(x, y, countsPadding, grid));

    private readonly ref struct AverageRows(ReadOnlySpan<float> x, Span<float> y, bool countsPadding, WindowGrid grid) : IRowKernel
    {
        private readonly ReadOnlySpan<float> _x = x;
        private readonly Span<float> _y = y;

        public void Run(int firstRow, int endRow)
        {
            for (int image = firstRow; image < endRow; image++)
                for (int place = 0; place < grid.Places; place++)
                {
                    var window = grid.At(place);
                    var y = _y.Slice(((image * grid.Places) + place) * grid.Channels, grid.Channels);
                    y.Clear();
                    for (int row = window.FirstRow; row < window.EndRow; row++)
                        for (int column = window.FirstColumn; column < window.EndColumn; column++)
                            TensorPrimitives.Add(y, Pixel(_x, grid, window, image, row, column), y);
                    TensorPrimitives.Divide(y, CountOf(window, grid, countsPadding), y);
                }
        }
    }

    /// <summary>dx: each pixel of a window gets dy, divided by as many as the mean is over.</summary>
    /// <param name="dy">dY [images · places × channels].</param><param name="dx">dX [images × image size].</param>
    /// <param name="countsPadding">As <see cref="Average"/> had it.</param>
    /// <param name="grid">The windows.</param><param name="images">Their number.</param><param name="workers">The threads.</param>
    public static void AverageGradient(ReadOnlySpan<float> dy, Span<float> dx, bool countsPadding, in WindowGrid grid, int images, Workers workers) =>
        workers.For(images, new AverageGradientRows(dy, dx, countsPadding, grid));

    private readonly ref struct AverageGradientRows(ReadOnlySpan<float> dy, Span<float> dx, bool countsPadding, WindowGrid grid) : IRowKernel
    {
        private readonly ReadOnlySpan<float> _dy = dy;
        private readonly Span<float> _dx = dx;

        [MethodImpl(Simd.Compiled)]
        public void Run(int firstRow, int endRow)
        {
            _dx[(firstRow * grid.ImageSize)..(endRow * grid.ImageSize)].Clear();
            for (int image = firstRow; image < endRow; image++)
                for (int place = 0; place < grid.Places; place++)
                {
                    var window = grid.At(place);
                    var dy = _dy.Slice(((image * grid.Places) + place) * grid.Channels, grid.Channels);
                    float count = CountOf(window, grid, countsPadding);
                    for (int row = window.FirstRow; row < window.EndRow; row++)
                        for (int column = window.FirstColumn; column < window.EndColumn; column++)
                        {
                            var dx = _dx.Slice(PixelAt(grid, window, image, row, column), grid.Channels);
                            for (int c = 0; c < dx.Length; c++) dx[c] += dy[c] / count;
                        }
                }
        }
    }

    /// <summary>y = the mean over all places, channel by channel.</summary>
    /// <param name="x">X [images · places × channels].</param><param name="y">Y [images × channels].</param>
    /// <param name="channels">The numbers of a place.</param><param name="images">Their number.</param><param name="workers">The threads.</param>
    public static void GlobalAverage(ReadOnlySpan<float> x, Span<float> y, int channels, int images, Workers workers) => workers.For(images, new GlobalRows(x, y, channels));

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

    /// <summary>dx = dy / places, at each place.</summary>
    /// <param name="dy">dY [images × channels].</param><param name="dx">dX [images · places × channels].</param>
    /// <param name="channels">The numbers of a place.</param><param name="images">Their number.</param><param name="workers">The threads.</param>
    public static void GlobalAverageGradient(ReadOnlySpan<float> dy, Span<float> dx, int channels, int images, Workers workers) => workers.For(images, new GlobalGradientRows(dy, dx, channels));

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

    private static float CountOf(in Window window, in WindowGrid grid, bool countsPadding) => countsPadding ? (float)grid.KernelHeight * grid.KernelWidth : window.Count;

    private static ReadOnlySpan<float> Pixel(ReadOnlySpan<float> x, in WindowGrid grid, in Window window, int image, int row, int column) =>
        x.Slice(PixelAt(grid, window, image, row, column), grid.Channels);

    private static int PixelAt(in WindowGrid grid, in Window window, int image, int row, int column) =>
        (image * grid.ImageSize) + ((window.Origin + (row * grid.Width) + column) * grid.Channels);
}
