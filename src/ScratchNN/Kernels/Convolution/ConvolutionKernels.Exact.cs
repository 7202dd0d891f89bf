namespace ScratchNN.Kernels;

internal static partial class ConvolutionKernels
{
    /// <summary>Y = patches·W + b without the terms of the padding: for weights that are not finite, 0 · ∞ of which would be NaN. A broken model's, so speed doesn't matter.</summary>
    private readonly ref struct ExactRows(ReadOnlySpan<float> x, ReadOnlySpan<float> w, ReadOnlySpan<float> b, Span<float> y, WindowGrid grid) : IRowKernel
    {
        private readonly ReadOnlySpan<float> _x = x, _w = w, _b = b;
        private readonly Span<float> _y = y;

        public void Run(int firstRow, int endRow)
        {
            int n = _w.Length / grid.WindowSize;
            for (int at = firstRow * grid.Places; at < endRow * grid.Places; at++)
            {
                int image = at / grid.Places;
                var y = _y.Slice(at * n, n);
                if (_b.IsEmpty) y.Clear();
                else _b.CopyTo(y);
                foreach (var (pixel, tap) in Taps(grid, at - (image * grid.Places)))
                    for (int c = 0; c < grid.Channels; c++)
                        AddScaled(_w.Slice(((tap * grid.Channels) + c) * n, n), _x[(image * grid.ImageSize) + (pixel * grid.Channels) + c], y);
            }
        }
    }

    /// <summary>dW without the terms of the padding: for an output gradient that is not finite.</summary>
    private static void ExactWeightGradient(ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dw, in WindowGrid grid, int images)
    {
        int n = dw.Length / grid.WindowSize;
        dw.Clear();
        for (int at = 0; at < images * grid.Places; at++)
        {
            int image = at / grid.Places;
            foreach (var (pixel, tap) in Taps(grid, at - (image * grid.Places)))
                for (int c = 0; c < grid.Channels; c++)
                    AddScaled(dy.Slice(at * n, n), x[(image * grid.ImageSize) + (pixel * grid.Channels) + c], dw.Slice(((tap * grid.Channels) + c) * n, n));
        }
    }

    /// <summary>The taps of a window that lie in the image, and the pixels under them.</summary>
    private static IEnumerable<(int Pixel, int Tap)> Taps(WindowGrid grid, int place)
    {
        var window = grid.At(place);
        for (int row = window.FirstRow; row < window.EndRow; row++)
            for (int column = window.FirstColumn; column < window.EndColumn; column++)
                yield return (window.Origin + (row * grid.Width) + column, (row * grid.KernelWidth) + column);
    }

    private static void AddScaled(ReadOnlySpan<float> x, float factor, Span<float> sum)
    {
        for (int i = 0; i < sum.Length; i++)
            sum[i] = Simd.Fuses ? MathF.FusedMultiplyAdd(factor, x[i], sum[i]) : (factor * x[i]) + sum[i];
    }
}
