namespace ScratchNN.Kernels;

internal static partial class ConvolutionKernels
{
    /// <summary>
    /// The naive twin of Y: loops by the definition, and what every other path must equal bit for bit. k counts the taps of a window, row by row, and the
    /// channels of each; its chains are those of <see cref="GemmKernels.Reference"/>. Taps on padding are left out, which changes no sum of finite numbers.
    /// </summary>
    internal static void ReferenceForward(ReadOnlySpan<float> x, ReadOnlySpan<float> w, ReadOnlySpan<float> b, Span<float> y, in WindowGrid grid, int images) =>
        new ReferenceRows(x, w, b, y, grid).Run(0, images);

    /// <summary>The naive twin of dW: for each image k counts its places.</summary>
    internal static void ReferenceWeightGradient(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dw, in WindowGrid grid, int images)
    {
        int n = dw.Length / grid.WindowSize;
        for (int i = 0; i < dw.Length; i++)
        {
            int tap = i / n / grid.Channels, channel = (i / n) - (tap * grid.Channels);
            float total = 0;
            for (int image = 0; image < images; image++)
            {
                var sum = new Chains(total);
                for (int place = 0; place < grid.Places; place++)
                    if (PixelAt(grid, place, tap) is >= 0 and var pixel)
                        sum.Add(place, x[(image * grid.ImageSize) + (pixel * grid.Channels) + channel], dy[(((image * grid.Places) + place) * n) + (i % n)]);
                total = sum.Total;
            }
            dw[i] = total;
        }
    }

    /// <summary>
    /// The naive twin of dX: a term for each window that reaches a pixel's column, from left to right. In a term k counts the rows of the kernel that meet dY,
    /// and the filters of each.
    /// </summary>
    internal static void ReferenceInputGradient(ReadOnlySpan<float> dy, ReadOnlySpan<float> w, Span<float> dx, in WindowGrid grid, int images)
    {
        int n = w.Length / grid.WindowSize;
        for (int i = 0; i < images * grid.ImageSize; i++)
        {
            int image = i / grid.ImageSize, channel = i % grid.Channels, pixel = (i - (image * grid.ImageSize)) / grid.Channels, x = pixel % grid.Width,
                y = pixel / grid.Width;
            float total = 0;
            for (int column = 0; column < grid.Columns; column++)
            {
                int tapColumn = x + grid.Left - (column * grid.StrideWidth);
                if (tapColumn < 0 || tapColumn >= grid.KernelWidth) continue;
                var sum = new Chains(0);
                for (int tapRow = 0, k = 0; tapRow < grid.KernelHeight; tapRow++)
                {
                    var (row, rest) = Math.DivRem(y + grid.Top - tapRow, grid.StrideHeight);
                    if (rest != 0 || row < 0 || row >= grid.Rows) continue;
                    for (int f = 0; f < n; f++, k++)
                        sum.Add(k, dy[(((image * grid.Places) + (row * grid.Columns) + column) * n) + f],
                            w[(((((tapRow * grid.KernelWidth) + tapColumn) * grid.Channels) + channel) * n) + f]);
                }
                total += sum.Total;
            }
            dx[i] = total;
        }
    }

    /// <summary>Y by the definition: also for weights that are not finite, 0 · ∞ of which would be NaN. A broken model's, so speed doesn't matter.</summary>
    private readonly ref struct ReferenceRows(ReadOnlySpan<float> x, ReadOnlySpan<float> w, ReadOnlySpan<float> b, Span<float> y, WindowGrid grid) : IRowKernel
    {
        private readonly ReadOnlySpan<float> _x = x, _w = w, _b = b;
        private readonly Span<float> _y = y;

        public void Run(int firstRow, int endRow)
        {
            int n = _w.Length / grid.WindowSize, taps = grid.KernelHeight * grid.KernelWidth, size = grid.Places * n;
            for (int i = firstRow * size; i < endRow * size; i++)
            {
                int image = i / size, place = (i - (image * size)) / n, filter = i % n;
                var sum = new Chains(_b.IsEmpty ? 0 : _b[filter]);
                for (int tap = 0; tap < taps; tap++)
                    if (PixelAt(grid, place, tap) is >= 0 and var pixel)
                        for (int c = 0, k = tap * grid.Channels; c < grid.Channels; c++, k++)
                            sum.Add(k, _x[(image * grid.ImageSize) + (pixel * grid.Channels) + c], _w[(k * n) + filter]);
                _y[i] = sum.Total;
            }
        }
    }

    /// <summary>The pixel under a tap of a window, or −1.</summary>
    private static int PixelAt(in WindowGrid grid, int place, int tap)
    {
        int y = (place / grid.Columns * grid.StrideHeight) + (tap / grid.KernelWidth) - grid.Top, x = (place % grid.Columns * grid.StrideWidth)
            + (tap % grid.KernelWidth) - grid.Left;
        return y >= 0 && y < grid.Height && x >= 0 && x < grid.Width ? (y * grid.Width) + x : -1;
    }

    /// <summary>A sum of products, chain by chain.</summary>
    private struct Chains(float start)
    {
        private float _total = start, _sum;
        private int _chain;

        public void Add(int k, float a, float b)
        {
            if (k / GemmPlan.KC != _chain) (_total, _sum, _chain) = (_total + (_sum + 0f), 0, k / GemmPlan.KC);
            _sum = Simd.Fuses ? MathF.FusedMultiplyAdd(a, b, _sum) : (a * b) + _sum;
        }

        public readonly float Total => _total + (_sum + 0f); // −0 becomes 0
    }
}
