using ScratchNN.Kernels;

namespace ScratchNN.Tests.Kernels;

/// <summary>The naive twin of the convolution kernels, loops by the definition, in double. Nothing is read outside the image.</summary>
internal static class NaiveConvolution
{
    /// <summary>Calls with each output number, input number and weight that are multiplied with one another.</summary>
    private static void ForEach(WindowGrid grid, int filters, int images, Action<int, int, int> visit)
    {
        for (int image = 0; image < images; image++)
            for (int row = 0; row < grid.Rows; row++)
                for (int column = 0; column < grid.Columns; column++)
                    for (int filter = 0; filter < filters; filter++)
                        for (int ky = 0; ky < grid.KernelHeight; ky++)
                            for (int kx = 0; kx < grid.KernelWidth; kx++)
                                for (int c = 0; c < grid.Channels; c++)
                                {
                                    int y = (row * grid.StrideHeight) + ky - grid.Top, x = (column * grid.StrideWidth) + kx - grid.Left;
                                    if (y < 0 || y >= grid.Height || x < 0 || x >= grid.Width) continue;
                                    visit(
                                        (((((image * grid.Rows) + row) * grid.Columns) + column) * filters) + filter,
                                        (((((image * grid.Height) + y) * grid.Width) + x) * grid.Channels) + c,
                                        (((((ky * grid.KernelWidth) + kx) * grid.Channels) + c) * filters) + filter);
                                }
    }

    public static double[] Forward(float[] x, float[] w, float[] b, WindowGrid grid, int filters, int images)
    {
        double[] y = [.. Enumerable.Range(0, images * grid.Places * filters).Select(i => b.Length == 0 ? 0 : (double)b[i % filters])];
        ForEach(grid, filters, images, (output, input, weight) => y[output] += (double)x[input] * w[weight]);
        return y;
    }

    public static double[] WeightGradient(float[] x, float[] dy, WindowGrid grid, int filters, int images)
    {
        double[] dw = new double[grid.WindowSize * filters];
        ForEach(grid, filters, images, (output, input, weight) => dw[weight] += (double)x[input] * dy[output]);
        return dw;
    }

    public static double[] InputGradient(float[] dy, float[] w, WindowGrid grid, int filters, int images)
    {
        double[] dx = new double[images * grid.ImageSize];
        ForEach(grid, filters, images, (output, input, weight) => dx[input] += (double)w[weight] * dy[output]);
        return dx;
    }

    /// <summary>The patches of images as rows of a matrix, 0 for padding: what a convolution is a product of.</summary>
    public static float[] Patches(float[] x, WindowGrid grid, int images)
    {
        float[] patches = new float[images * grid.Places * grid.WindowSize];
        ForEach(grid, 1, images, (place, input, tap) => patches[(place * grid.WindowSize) + tap] = x[input]);
        return patches;
    }
}
