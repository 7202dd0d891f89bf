using ScratchNN.Kernels;

namespace ScratchNN.Tests.Kernels;

public class PoolKernelsTests
{
    private const double Tolerance = 2e-6; // of the largest: means of up to 20 numbers, sums of up to 9

    private static readonly (string Name, WindowGrid Grid)[] _cases =
    [
        ("one pixel", Padding.Valid.Grid(1, 1, 1, 1, 1)),
        ("halves", Padding.Valid.Grid(8, 6, 17, 2, 2)),
        ("six channels", Padding.Valid.Grid(8, 6, 6, 2, 2)), // a register reaches into the next pixel
        ("five channels, the rest left out", Padding.Valid.Grid(7, 9, 5, 2, 2)),
        ("seven channels, gaps", Padding.Valid.Grid(7, 9, 7, 2, 3)),
        ("seven channels, padded", Padding.Of(0, 1, 1, 0).Grid(7, 9, 7, 2, 2)),
        ("the rest left out", Padding.Valid.Grid(7, 8, 3, (2, 3), (2, 3))),
        ("overlapping", Padding.Of(1).Grid(6, 7, 2, 3, (1, 2))),
        ("same", Padding.Same.Grid(5, 4, 3, 2, 1)),
        ("padded ends", Padding.Of(0, 1, 2, 3).Grid(5, 6, 2, (3, 4), 2)),
        ("the whole image", Padding.Valid.Grid(4, 5, 3, (4, 5), 1)),
    ];

    public static TheoryData<string> Names => [.. _cases.Select(row => row.Name)];

    [Theory, MemberData(nameof(Names))]
    public void Max_IsTheNaiveTwin(string name)
    {
        var grid = _cases.Single(row => row.Name == name).Grid;
        const int Images = 3;
        float[] x = Draw.Normal(Images * grid.ImageSize, 1), dy = Draw.Normal(Images * grid.Places * grid.Channels, 2);
        for (int i = 0; i < x.Length; i += 2) x[i] = MathF.Round(x[i]); // equals
        float[] y = Draw.Filled(dy.Length, float.NaN), dx = Draw.Filled(x.Length, float.NaN), expected = new float[x.Length];

        PoolKernels.Max(x, y, grid, Images, Workers.None);
        PoolKernels.MaxGradient(x, y, dy, dx, grid, Images, Workers.None);

        ForEach(grid, Images, (output, inputs) =>
        {
            int first = inputs.MaxBy(input => x[input]); // the first of equals
            Assert.Equal(x[first], y[output]);
            expected[first] += dy[output];
        });
        Assert.Equal(expected, dx);
    }

    [Theory, MemberData(nameof(Names))]
    public void MaxGradient_Rectifies_IsThatOfReLUAfterwards(string name)
    {
        var grid = _cases.Single(row => row.Name == name).Grid;
        const int Images = 3;
        float[] x = [.. Draw.Normal(Images * grid.ImageSize, 1).Select(z => Math.Max(z - 0.5f, 0))], dy = Draw.Normal(Images * grid.Places * grid.Channels, 2);
        for (int i = 0; i < x.Length; i += 29) x[i] = float.NaN;
        float[] y = new float[dy.Length], dx = new float[x.Length], rectified = Draw.Filled(x.Length, float.NaN);

        PoolKernels.Max(x, y, grid, Images, Workers.None);
        PoolKernels.MaxGradient(x, y, dy, dx, grid, Images, Workers.None);
        PoolKernels.MaxGradient(x, y, dy, rectified, grid, Images, Workers.None, rectifies: true);

        for (int i = 0; i < dx.Length; i++)
            if (!(x[i] > 0)) dx[i] = 0;
        Bits.AssertEqual(dx, rectified, "dx");
    }

    [Theory, MemberData(nameof(Names))]
    public void Average_IsTheNaiveTwin(string name)
    {
        var grid = _cases.Single(row => row.Name == name).Grid;
        const int Images = 3;
        float[] x = Draw.Normal(Images * grid.ImageSize, 1), dy = Draw.Normal(Images * grid.Places * grid.Channels, 2);
        foreach (bool countsPadding in (bool[])[false, true])
        {
            float[] y = Draw.Filled(dy.Length, float.NaN), dx = Draw.Filled(x.Length, float.NaN);
            double[] expected = new double[x.Length];

            PoolKernels.Average(x, y, countsPadding, grid, Images, Workers.None);
            PoolKernels.AverageGradient(dy, dx, countsPadding, grid, Images, Workers.None);

            ForEach(grid, Images, (output, inputs) =>
            {
                double count = countsPadding ? grid.KernelHeight * grid.KernelWidth : inputs.Count;
                Assert.Equal(inputs.Sum(input => (double)x[input]) / count, y[output], Tolerance);
                foreach (int input in inputs) expected[input] += dy[output] / count;
            });
            for (int i = 0; i < dx.Length; i++) Assert.Equal(expected[i], dx[i], 3 * Tolerance);
        }
    }

    [Fact]
    public void GlobalAverage_IsTheNaiveTwin()
    {
        const int Images = 3, Places = 1000, Channels = 5;
        float[] x = Draw.Normal(Images * Places * Channels, 1), y = new float[Images * Channels], dx = new float[x.Length];

        PoolKernels.GlobalAverage(x, y, Channels, Images, Workers.None);
        PoolKernels.GlobalAverageGradient(y, dx, Channels, Images, Workers.None);

        for (int i = 0; i < y.Length; i++)
            Assert.Equal(Enumerable.Range(0, Places).Average(place => (double)x[(((i / Channels * Places) + place) * Channels) + (i % Channels)]), y[i],
                Tolerance);
        for (int i = 0; i < dx.Length; i++) Assert.Equal(y[(i / (Places * Channels) * Channels) + (i % Channels)] / Places, dx[i]);
    }

    /// <summary>NaN goes through, and its gradient with it; its neighbours' windows stay.</summary>
    [Fact]
    public void Max_NaN_GoesThrough()
    {
        float[] x = [1, 2, 3, float.NaN, 5, 6], y = new float[3], dx = new float[6];
        var grid = Padding.Valid.Grid(1, 6, 1, (1, 2), (1, 2));

        PoolKernels.Max(x, y, grid, 1, Workers.None);
        PoolKernels.MaxGradient(x, y, [10, 20, 30], dx, grid, 1, Workers.None);

        Assert.Equal([2, float.NaN, 6], y);
        Assert.Equal([0, 10, 0, 20, 0, 30], dx);
    }

    /// <summary>Padding never wins: of negative numbers the largest is negative, and −∞ stays.</summary>
    [Fact]
    public void Max_NegativeNumbersBesidePadding_AreTheMaximum()
    {
        float[] x = [-1, -2, float.NegativeInfinity], y = new float[4];
        PoolKernels.Max(x, y, Padding.Of(0, 1, 0, 1).Grid(1, 3, 1, (1, 2), 1), 1, Workers.None);
        Assert.Equal([-1, -1, -2, float.NegativeInfinity], y);
    }

    /// <summary>Each output number, and the input numbers of its window.</summary>
    private static void ForEach(WindowGrid grid, int images, Action<int, List<int>> visit)
    {
        for (int image = 0; image < images; image++)
            for (int place = 0; place < grid.Places; place++)
                for (int c = 0; c < grid.Channels; c++)
                {
                    List<int> inputs = [];
                    for (int ky = 0; ky < grid.KernelHeight; ky++)
                        for (int kx = 0; kx < grid.KernelWidth; kx++)
                        {
                            int y = (place / grid.Columns * grid.StrideHeight) + ky - grid.Top, x = (place % grid.Columns * grid.StrideWidth) + kx - grid.Left;
                            if (y >= 0 && y < grid.Height && x >= 0 && x < grid.Width)
                                inputs.Add((((((image * grid.Height) + y) * grid.Width) + x) * grid.Channels) + c);
                        }
                    visit((((image * grid.Places) + place) * grid.Channels) + c, inputs);
                }
    }
}
