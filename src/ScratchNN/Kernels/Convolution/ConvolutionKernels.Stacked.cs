namespace ScratchNN.Kernels;

internal static partial class ConvolutionKernels
{
    private const int FewFilters = 8, FewestTaps = 16;

    /// <summary>
    /// Whether dW reads a copy of the image in which the numbers of a window lie one after another: where there is one channel and a row of the kernel fills
    /// more of a register than the filters do, but not one.
    /// </summary>
    private static bool IsStacked(in WindowGrid grid, int filters) =>
        grid.Channels == 1 && filters < FewFilters && grid.KernelWidth is > FewFilters / 2 and <= FewFilters && grid.WindowSize >= FewestTaps;

    /// <summary>The grid over such a copy: in each of its rows, which are those of places, a pixel holds a column of the kernel as its channels.</summary>
    private static WindowGrid Stacked(in WindowGrid grid) => grid with
    {
        Height = grid.Rows,
        Width = grid.PaddedWidth,
        Channels = grid.KernelHeight,
        KernelHeight = 1,
        StrideHeight = 1,
        Top = 0,
        Left = 0,
        Bottom = 0,
        Right = 0,
    };

    /// <summary>y[row, column, i] = x[row · stride + i, column], with x within its padding.</summary>
    private static void Stack(ReadOnlySpan<float> x, Span<float> y, in WindowGrid grid)
    {
        int width = grid.PaddedWidth, size = width * grid.KernelHeight;
        for (int row = 0; row < grid.Rows; row++)
            Transposition.Copy(x[(row * grid.StrideHeight * width)..], width, y.Slice(row * size, size), grid.KernelHeight, grid.KernelHeight, width);
    }
}
