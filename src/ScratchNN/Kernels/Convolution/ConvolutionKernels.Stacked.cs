namespace ScratchNN.Kernels;

internal static partial class ConvolutionKernels
{
    private const int StackLanes = 8;

    /// <summary>
    /// Whether dW reads a copy of the image in which the numbers of a window lie one after another: where there is one channel, and neither the filters nor a
    /// row of the kernel fill eight lanes, but the window fills sixteen.
    /// </summary>
    private static bool IsStacked(in WindowGrid grid, int filters) =>
        grid.Channels == 1 && filters < StackLanes && grid.KernelWidth is > StackLanes / 2 and <= StackLanes && grid.WindowSize >= 2 * StackLanes;

    /// <summary>
    /// The grid over such a copy. It has a row for each row of places, and the channels of a pixel are the numbers below one another in a window.
    /// </summary>
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
