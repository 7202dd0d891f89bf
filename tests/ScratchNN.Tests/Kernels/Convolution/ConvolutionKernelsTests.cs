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
        ("many channels", Padding.Of(1).Grid(6, 6, 70, 3, 1), 9), // long runs, few patches a block
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

    /// <summary>Blocks change nothing: one product of all patches gives the same, bit for bit.</summary>
    [Fact]
    public void WeightGradient_OfManyBlocks_IsOneProduct()
    {
        var run = new Run("28 x 28, 5 x 5", images: 40);
        int k = run.Grid.WindowSize, rows = run.Images * run.Grid.Places;
        float[] patches = new float[rows * k], expected = new float[k * run.Filters];
        Patches.Gather(run.X, run.Grid, 0, rows, patches);
        Gemm.MultiplyTransposedA(patches, run.DY, expected, k, run.Filters, rows);

        Bits.AssertEqual(expected, run.WeightGradient(), "dW");
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
            _patches = Draw.Filled(images * (int)ConvolutionKernels.PatchFloats(Grid), float.NaN);
        }

        private readonly float[] _patches;

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
            ConvolutionKernels.Forward(X, W, b, y, _patches, Grid, Images, Workers);
            return y;
        }

        public float[] WeightGradient()
        {
            float[] dw = Draw.Filled(W.Length, float.NaN);
            ConvolutionKernels.WeightGradient(X, DY, dw, _patches, Grid, Images, Workers);
            return dw;
        }

        public float[] InputGradient()
        {
            float[] dx = Draw.Filled(X.Length, float.NaN);
            ConvolutionKernels.InputGradient(DY, W, dx, _patches, Grid, Images, Workers);
            return dx;
        }
    }
}
