using ScratchNN.Kernels;

namespace ScratchNN.Tests.Kernels;

public class ConvolutionKernelsTests
{
    private const double Tolerance = 3e-6; // of the largest: some √1000 roundings of 6e-8

    private static readonly (string Name, WindowGrid Grid, int Filters)[] _cases =
    [
        ("one pixel", Padding.Valid.Grid(1, 1, 1, 1, 1), 1),
        ("28 x 28, 5 x 5", Padding.Valid.Grid(28, 28, 1, 5, 1), 6), // several blocks an image
        ("same", Padding.Same.Grid(9, 7, 3, 3, 1), 5),
        ("same, even kernel, strides", Padding.Same.Grid(9, 7, 3, (2, 4), (3, 2)), 5),
        ("around", Padding.Of(2, 0, 1, 3).Grid(4, 5, 2, (3, 2), (1, 2)), 17),
        ("padding alone in some windows", Padding.Of(3).Grid(2, 3, 2, 2, 1), 3),
        ("stride above the kernel", Padding.Valid.Grid(11, 10, 2, 2, 4), 3),
        ("a sequence", Padding.Same.Grid(1, 30, 4, (1, 5), 1, isSequence: true), 8),
        ("seven taps in a row", Padding.Of(1, 2, 0, 1).Grid(8, 9, 1, (4, 7), (1, 2)), 4),
        ("one channel, six taps below one another", Padding.Of(1, 2, 3, 0).Grid(13, 11, 1, (6, 5), (3, 2)), 3),
        ("two channels, three taps in a row", Padding.Of(1).Grid(17, 19, 2, (5, 3), 1), 7), // several chains, three and two rows
        ("many channels", Padding.Of(1).Grid(6, 6, 70, 3, 1), 9), // three chains
        ("LeNet's second", Padding.Valid.Grid(12, 12, 6, 5, 1), 16),
        ("one channel, same", Padding.Same.Grid(9, 11, 1, 3, 1), 8),
        ("one channel, three filters", Padding.Of(1, 0, 2, 3).Grid(6, 9, 1, (3, 2), 1), 3),
        ("a sequence of one channel", Padding.Same.Grid(1, 40, 1, (1, 5), 1, isSequence: true), 5),
        ("one channel, many filters", Padding.Valid.Grid(12, 12, 1, 5, 1), 24),
        ("same, many filters", Padding.Same.Grid(7, 7, 16, 3, 1), 32),
        ("more than a panel", Padding.Same.Grid(5, 6, 8, 3, (1, 2)), 53),
        ("two panels", Padding.Valid.Grid(5, 5, 2, 2, 1), 65),
        ("three filters", Padding.Same.Grid(5, 17, 5, (3, 2), 1), 3),
        ("four filters", Padding.Same.Grid(8, 3, 4, 3, 2), 4),
        ("seven filters", Padding.Same.Grid(5, 6, 13, 3, 1), 7),
        ("eleven filters", Padding.Same.Grid(5, 6, 3, 3, 1), 11),
        ("thirty filters", Padding.Of(0, 1, 1, 0).Grid(5, 6, 3, 3, 1), 30),
    ];

    public static TheoryData<string> Names => [.. _cases.Select(row => row.Name)];

    [Theory, MemberData(nameof(Names))]
    public void Forward_IsTheNaiveTwin(string name)
    {
        var run = new Run(name, images: 5);
        AssertClose(NaiveConvolution.Forward(run.X, run.W, run.B, run.Grid, run.Filters, run.Images), run.Forward(run.B));
        AssertClose(NaiveConvolution.Forward(run.X, run.W, [], run.Grid, run.Filters, run.Images), run.Forward([]));
    }

    [Theory, MemberData(nameof(Names))]
    public void WeightGradient_IsTheNaiveTwin(string name)
    {
        var run = new Run(name, images: 5);
        AssertClose(NaiveConvolution.WeightGradient(run.X, run.DY, run.Grid, run.Filters, run.Images), run.WeightGradient());
    }

    [Theory, MemberData(nameof(Names))]
    public void InputGradient_IsTheNaiveTwin(string name)
    {
        var run = new Run(name, images: 5);
        AssertClose(NaiveConvolution.InputGradient(run.DY, run.W, run.Grid, run.Filters, run.Images), run.InputGradient());
    }

    /// <summary>Every width, named: the bits of the naive twin.</summary>
    [Theory, MemberData(nameof(NamesAndLanes))]
    public void Run_AtEveryWidth_HasTheBitsOfTheReference(string name, int lanes)
    {
        var run = new Run(name, images: 3);
        float[] y = Draw.Filled(run.DY.Length, float.NaN), dw = Draw.Filled(run.W.Length, float.NaN), dx = Draw.Filled(run.X.Length, float.NaN);
        ConvolutionKernels.ReferenceForward(run.X, run.W, run.B, y, run.Grid, run.Images);
        ConvolutionKernels.ReferenceWeightGradient(run.X, run.DY, dw, run.Grid, run.Images);
        ConvolutionKernels.ReferenceInputGradient(run.DY, run.W, dx, run.Grid, run.Images);

        var at = new AtWidth(run);
        Simd.Run(at, lanes);

        Bits.AssertEqual(y, at.Y, "Y");
        Bits.AssertEqual(dw, at.DW, "dW");
        Bits.AssertEqual(dx, at.DX, "dX");
    }

    public static TheoryData<string, int> NamesAndLanes
    {
        get
        {
            var all = new TheoryData<string, int>();
            foreach (var (name, _, _) in _cases)
                foreach (int lanes in (int[])[1, 4, 8, 16]) all.Add(name, lanes);
            return all;
        }
    }

    /// <summary>Y is the product of the matrix of patches with W, and dW of one image that of its transpose with dY, bit for bit.</summary>
    [Theory, MemberData(nameof(Names))]
    public void ForwardAndWeightGradient_AreTheReferenceProductOfPatches(string name)
    {
        var run = new Run(name, images: 1);
        int k = run.Grid.WindowSize, n = run.Filters, rows = run.Grid.Places;
        float[] patches = NaiveConvolution.Patches(run.X, run.Grid, run.Images), y = new float[rows * n], dw = new float[k * n];
        GemmKernels.Reference(MatrixView.RowMajor(patches, k), MatrixView.RowMajor(run.W, n), y, n, rows, n, k, run.B, accumulate: false);
        GemmKernels.Reference(MatrixView.Transposed(patches, k), MatrixView.RowMajor(run.DY, n), dw, n, k, n, rows, default, accumulate: false);

        Bits.AssertEqual(y, run.Forward(run.B), "Y");
        Bits.AssertEqual(dw, run.WeightGradient(), "dW");
    }

    /// <summary>A pixel that is not finite is seen by the windows over it, and by no other.</summary>
    [Theory]
    [InlineData(float.NaN), InlineData(float.PositiveInfinity)]
    public void Forward_OnePixelNotFinite_SpreadsToItsWindowsAlone(float bad)
    {
        var run = new Run("same", images: 2);
        float[] before = run.Forward(run.B);
        run.X[4 * 3] = bad; // row 0, column 4, channel 0: the windows of columns 3 to 5 in rows 0 and 1
        float[] after = run.Forward(run.B);

        for (int i = 0; i < after.Length; i++)
        {
            int place = i / run.Filters % run.Grid.Places, row = place / 7, column = place % 7;
            bool sees = i < run.Grid.Places * run.Filters && row <= 1 && column is >= 3 and <= 5;
            if (sees) Assert.False(float.IsFinite(after[i]));
            else Assert.Equal(before[i], after[i]);
        }
    }

    /// <summary>Padding is not multiplied: 0 · ∞ would be NaN.</summary>
    [Theory, MemberData(nameof(Names))]
    public void Run_InfiniteWeightsAndGradients_AreTheNaiveTwin(string name)
    {
        var run = new Run(name, images: 2);
        run.W[0] = float.PositiveInfinity;
        AssertClose(NaiveConvolution.Forward(run.X, run.W, run.B, run.Grid, run.Filters, run.Images), run.Forward(run.B));
        AssertClose(NaiveConvolution.InputGradient(run.DY, run.W, run.Grid, run.Filters, run.Images), run.InputGradient());
        run.DY[0] = float.NegativeInfinity;
        AssertClose(NaiveConvolution.WeightGradient(run.X, run.DY, run.Grid, run.Filters, run.Images), run.WeightGradient());
    }

    [Theory, MemberData(nameof(Names))]
    public void Run_ManyThreads_GivesTheBitsOfOne(string name)
    {
        using var workers = new Workers(3);
        Run one = new(name, images: 70), three = new(name, images: 70) { Workers = workers };
        Bits.AssertEqual(one.Forward(one.B), three.Forward(three.B), "Y");
        Bits.AssertEqual(one.WeightGradient(), three.WeightGradient(), "dW");
        Bits.AssertEqual(one.InputGradient(), three.InputGradient(), "dX");
    }

    private static void AssertClose(double[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        double largest = expected.Where(double.IsFinite).Append(0).Max(Math.Abs);
        for (int i = 0; i < actual.Length; i++)
            if (double.IsFinite(expected[i])) Assert.Equal(expected[i], actual[i], Tolerance * largest);
            else Assert.Equal((float)expected[i], actual[i]);
    }

    private sealed class Run
    {
        public Run(string name, int images)
        {
            (_, Grid, Filters) = _cases.Single(row => row.Name == name);
            Images = images;
            X = Draw.Normal(images * Grid.ImageSize, 1);
            W = Draw.Normal(Grid.WindowSize * Filters, 2);
            B = Draw.Normal(Filters, 3);
            DY = Draw.Normal(images * Grid.Places * Filters, 4);
        }

        public WindowGrid Grid { get; }
        public int Filters { get; }
        public int Images { get; }
        public float[] X { get; }
        public float[] W { get; }
        public float[] B { get; }
        public float[] DY { get; }
        public Workers Workers { get; init; } = Workers.None;

        public float[] Forward(float[] b)
        {
            float[] y = Draw.Filled(DY.Length, float.NaN);
            ConvolutionKernels.Forward(X, W, b, y, Grid, Images, Workers);
            return y;
        }

        public float[] WeightGradient()
        {
            float[] dw = Draw.Filled(W.Length, float.NaN);
            ConvolutionKernels.WeightGradient(X, DY, dw, Grid, Images, Workers);
            return dw;
        }

        public float[] InputGradient()
        {
            float[] dx = Draw.Filled(X.Length, float.NaN);
            ConvolutionKernels.InputGradient(DY, W, dx, Grid, Images, Workers);
            return dx;
        }
    }

    private sealed class AtWidth(Run run) : ISimdKernel
    {
        public float[] Y { get; } = Draw.Filled(run.DY.Length, float.NaN);
        public float[] DW { get; } = Draw.Filled(run.W.Length, float.NaN);
        public float[] DX { get; } = Draw.Filled(run.X.Length, float.NaN);

        public void Run<T>() where T : struct, ISimd<T>
        {
            ConvolutionKernels.Forward<T>(run.X, run.W, run.B, Y, run.Grid, run.Images, Workers.None);
            ConvolutionKernels.WeightGradient<T>(run.X, run.DY, DW, run.Grid, run.Images, Workers.None);
            ConvolutionKernels.InputGradient<T>(run.DY, run.W, DX, run.Grid, run.Images, Workers.None);
        }
    }
}
