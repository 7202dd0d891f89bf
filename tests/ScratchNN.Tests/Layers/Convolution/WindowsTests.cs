using ScratchNN.Kernels;

namespace ScratchNN.Tests.Layers;

/// <summary>Shapes of convolutions and pools, and what they say of those that they cannot take.</summary>
public sealed class WindowsTests
{
    [Theory] // Keras: same gives length / stride, rounded up; valid (length − kernel) / stride + 1, rounded down
    [InlineData(28, 5, 1, 24, 28)]
    [InlineData(28, 5, 2, 12, 14)]
    [InlineData(7, 2, 1, 6, 7)]
    [InlineData(7, 2, 2, 3, 4)]
    [InlineData(7, 3, 5, 1, 2)]
    [InlineData(5, 1, 3, 2, 2)]
    public void OutputShape_ValidAndSame_AreThoseOfKeras(int length, int kernel, int stride, int valid, int same)
    {
        Shape input = new(length, length + 1, 3);
        Assert.Equal(valid, new Conv2D(4, kernel) { Stride = stride }.OutputShape(input)[0]);
        Assert.Equal(same, new Conv2D(4, kernel) { Stride = stride, Padding = Padding.Same }.OutputShape(input)[0]);
        Assert.Equal(new Shape(same, 4), new Conv1D(4, kernel) { Stride = stride, Padding = Padding.Same }.OutputShape(new Shape(length, 3)));
        Assert.Equal(valid, new MaxPool2D(kernel) { Stride = stride }.OutputShape(input)[0]);
        Assert.Equal(same, new AveragePool2D(kernel) { Stride = stride, Padding = Padding.Same }.OutputShape(input)[0]);
    }

    /// <summary>Where the padding is odd, the last pixel of it is behind the image.</summary>
    [Fact]
    public void Same_OddPadding_GoesToTheEnd()
    {
        var grid = Padding.Same.Grid(7, 8, 1, 2, 1);
        Assert.Equal((0, 1, 0, 1), (grid.Top, grid.Bottom, grid.Left, grid.Right));
        var strided = Padding.Same.Grid(8, 8, 1, (5, 3), 2);
        Assert.Equal((1, 2, 0, 1), (strided.Top, strided.Bottom, strided.Left, strided.Right));
    }

    [Fact]
    public void OutputShape_ImageOfOneChannel_HasChannelsAfterwards()
    {
        Assert.Equal(new Shape(26, 24, 6), new Conv2D(6, (3, 5)).OutputShape(new Shape(28, 28)));
        Assert.Equal(new Shape(14, 14, 1), new MaxPool2D(2).OutputShape(new Shape(28, 28)));
        Assert.Equal(1, new GlobalAveragePool2D().OutputShape(new Shape(28, 28)));
        Assert.Equal(new Shape(22, 5), new Conv1D(5, 3).OutputShape(24));
    }

    [Theory]
    [InlineData(4, 9, "Conv2D(6, 5 × 5) needs images of at least 5 × 5, got [4 × 9 × 1]: take a smaller window, Padding = Padding.Same, "
        + "or fewer strides and pools before it.")]
    [InlineData(9, 4, "Conv2D(6, 5 × 5) needs images of at least 5 × 5, got [9 × 4 × 1]: take a smaller window, Padding = Padding.Same, "
        + "or fewer strides and pools before it.")]
    public void OutputShape_SmallerThanTheKernel_SaysWhatToDo(int height, int width, string message) =>
        Assert.Equal(message, Assert.Throws<ArgumentException>(() => new Conv2D(6, 5).OutputShape(new Shape(height, width, 1))).Message);

    [Fact]
    public void OutputShape_ChannelsFirst_SaysThatTheyComeLast()
    {
        Assert.Equal("Conv2D(6, 3 × 3) needs images of at least 3 × 3, got [1 × 8 × 9]: channels come last, so give images of PyTorch's order, "
            + "[channels × height × width], as [8 × 9 × 1].",
            Assert.Throws<ArgumentException>(() => new Conv2D(6, 3).OutputShape(new Shape(1, 8, 9))).Message);
        Assert.Contains("as [28 × 28 × 3]", Assert.Throws<ArgumentException>(() => new Conv2D(6, 5).OutputShape(new Shape(3, 28, 28))).Message,
            StringComparison.Ordinal);
        Assert.DoesNotContain("PyTorch", Assert.Throws<ArgumentException>(() => new Conv2D(6, 5).OutputShape(new Shape(3, 4, 28))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void OutputShape_WrongRanks_NameTheLayerAndTheRemedy()
    {
        string Message(Layer layer, Shape input) => Assert.Throws<ArgumentException>(() => layer.OutputShape(input)).Message;
        Assert.Equal(
            "Conv2D(6, 5 × 5) takes images [height × width × channels], or [height × width] of one channel, got [784]: give the samples that shape, "
                + "or put a Reshape before it.",
            Message(new Conv2D(6, 5), 784));
        Assert.StartsWith("MaxPool2D(2 × 2) takes images", Message(new MaxPool2D(2), 784), StringComparison.Ordinal);
        Assert.StartsWith("GlobalAveragePool2D takes images", Message(new GlobalAveragePool2D(), new Shape(2, 2, 2, 2)), StringComparison.Ordinal);
        Assert.StartsWith("Conv1D(6, 5) takes sequences", Message(new Conv1D(6, 5), new Shape(8, 8, 1)), StringComparison.Ordinal);
        Assert.StartsWith("Conv1D(6, 5) needs sequences of at least 5, got [4 × 2]", Message(new Conv1D(6, 5), new Shape(4, 2)), StringComparison.Ordinal);
        Assert.StartsWith("MaxPool2D(2 × 2, padding 2) has windows of padding alone", Message(new MaxPool2D(2) { Padding = Padding.Of(2) }, new Shape(8, 8)),
            StringComparison.Ordinal);
    }

    /// <summary>Numbers of windows and of their pixels that no int holds do not wrap around to others.</summary>
    [Fact]
    public void HugeWindowsAndPadding_AreCountedRight()
    {
        Assert.Throws<ArgumentException>(() => new Conv2D(1, 1) { Padding = Padding.Of(int.MaxValue) }.OutputShape(new Shape(3, 3)));
        Assert.Throws<ArgumentException>(() => new Conv1D(1, 1) { Padding = Padding.Of(int.MaxValue) }.OutputShape(3));

        var mean = new Sequential(new AveragePool2D(50_000) { Stride = 1, Padding = Padding.Same, CountsPadding = true });
        mean.Build(new Shape(1, 2));
        Assert.Equal([(float)(5 / 2.5e9), (float)(5 / 2.5e9)], mean.PredictOne([2, 3]));
    }

    /// <summary>
    /// A convolution copies images with their padding, two at a time: 2 · 100,028², beside (3 · 3 + 1) · 4 weights. No array holds that, so the layer says so
    /// before anything is computed.
    /// </summary>
    [Fact]
    public void Build_MoreMemoryThanAnArrayHolds_SaysWhatToDo() => Assert.Equal(
        "Conv2D(4, 3 × 3, stride 2 × 2, padding 50000) needs 20011201608 floats of working memory for an input of [28 × 28]: "
            + "one piece holds at most 2147483576. Pad less, or take a smaller kernel.",
        Assert.Throws<ArgumentException>(() =>
            new Sequential(new Conv2D(4, 3) { Stride = 2, Padding = Padding.Of(50_000) }).Build(new Shape(28, 28))).Message);

    /// <summary>A layer that is refused is taken once the caller has done as the message says.</summary>
    [Fact]
    public void OutputShape_AfterTheRemedy_IsTaken()
    {
        (Layer Layer, Shape Input, string Remedy, Layer Better, Shape BetterInput)[] cases =
        [
            (new Conv1D(1, 300_000_000) { Padding = Padding.Same }, new(10, 8), "Pad less, or take a smaller kernel.",
                new Conv1D(1, 3) { Padding = Padding.Same }, new(10, 8)),
            (new Conv2D(1, 1) { Padding = Padding.Of(int.MaxValue) }, new(3, 3), "Pad less, or take a smaller kernel.", new Conv2D(1, 1), new(3, 3)),
            (new Conv2D(5000, 1000), new(1000, 1000), "Take a smaller kernel or fewer filters.", new Conv2D(500, 1000), new(1000, 1000)),
            (new Conv2D(8, 3) { Padding = Padding.Same }, new(20_000, 20_000, 3), "Take smaller inputs.",
                new Conv2D(8, 3) { Padding = Padding.Same }, new(10_000, 10_000, 3)), // two images in their padding
            (new Conv2D(3, 1), new(20_000, 20_000), "Take smaller inputs.", new Conv2D(3, 1), new(10_000, 10_000)), // outputs, in rows of 4
            (new Conv1D(1, 5000), 1_000_000, "Take smaller inputs.", new Conv1D(1, 5000), 100_000), // dY·Wᵀ, before it is added up
        ];
        foreach (var (layer, input, remedy, better, betterInput) in cases)
        {
            string message = Assert.Throws<ArgumentException>(() => layer.OutputShape(input)).Message;
            Assert.StartsWith($"{layer} needs ", message, StringComparison.Ordinal);
            Assert.EndsWith($": one piece holds at most {AlignedBuffer.MaxLength}. {remedy}", message, StringComparison.Ordinal);
            better.OutputShape(betterInput);
        }
    }

    [Fact]
    public void Constructors_WrongNumbers_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Conv2D(0, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Conv2D(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Conv2D(1, (3, -1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Conv2D(1, default(Size2D)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Conv2D(1, 3) { Stride = default(Size2D) });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Conv1D(1, 3) { Stride = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new MaxPool2D(default));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AveragePool2D(2) { Stride = default(Size2D) });
        Assert.Throws<ArgumentOutOfRangeException>(() => Padding.Of(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Padding.Of(0, 0, 0, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Conv2D(1, 3) { Initialization = (Initialization)9 });
    }

    [Theory]
    [InlineData("Conv2D(6, 5 × 3)"), InlineData("Conv2D(6, 3 × 3, stride 2 × 2, padding same)"), InlineData("Conv1D(4, 3, stride 2, padding (0, 1, 0, 2))"),
        InlineData("MaxPool2D(3 × 3, stride 2 × 2, padding 1)"), InlineData("AveragePool2D(2 × 2)")]
    public void ToString_SaysWhatIsNotAsUsual(string text) => Assert.Contains(text, ((Layer[])
    [
        new Conv2D(6, (5, 3)), new Conv2D(6, 3) { Stride = 2, Padding = Padding.Same }, new Conv1D(4, 3) { Stride = 2, Padding = Padding.Of(0, 1, 0, 2) },
        new MaxPool2D(3) { Stride = 2, Padding = Padding.Of(1) }, new AveragePool2D(2),
    ]).Select(layer => layer.ToString()));

    /// <summary>No patches are kept, so micro-batches are as large as activations allow.</summary>
    [Fact]
    public void CacheSize_AnyImage_IsNothing()
    {
        Assert.Equal(0, new Conv2D(16, 5).CacheSize(new Shape(28, 28), 1));
        Assert.Equal(0, new Conv2D(16, 5).CacheSize(new Shape(2800, 2800), 3));
    }

    /// <summary>
    /// A row of LeNet-5 is 28·28 = 784 inputs; activations 2 · 24·24·6 + 12·12·6 + 2 · 8·8·16 + 4·4·16 + 2 · 120 + 2 · 84 = 10,488; two gradients as wide as
    /// the widest of these, 2 · 24·24·6 = 6912; and 2 · 10 outputs: 18,204 of 2¹⁹ = 524,288 floats. 28 rows fit, 24 as a multiple of 8: fewer than the least.
    /// With 4 and 12 filters and one Dense it is 784 + (2 · 24·24·4 + 12·12·4 + 2 · 8·8·12 + 4·4·12 = 6912) + (2 · 24·24·4 = 4608) + 20 = 12,324: 42 rows.
    /// </summary>
    [Fact]
    public void MicroBatch_OfConvolutions_IsDecidedByActivations()
    {
        Shape image = new(28, 28, 1);
        var lenet = new Sequential(
            new Conv2D(6, 5), new ReLU(), new MaxPool2D(2), new Conv2D(16, 5), new ReLU(), new MaxPool2D(2),
            new Dense(120), new ReLU(), new Dense(84), new ReLU(), new Dense(10));
        var small = new Sequential(new Conv2D(4, 5), new ReLU(), new MaxPool2D(2), new Conv2D(12, 5), new ReLU(), new MaxPool2D(2), new Dense(10));

        Assert.Equal(32, MicroBatchSize.MostRows(lenet.Root, image));
        Assert.Equal(40, MicroBatchSize.MostRows(small.Root, image));
    }

    /// <summary>Fan-in and fan-out are those of PyTorch and Keras.</summary>
    [Fact]
    public void Initialize_HeAndGlorot_HaveTheirBounds()
    {
        const int Fewest = 4 * 25 * 64;
        float[] he = new float[Fewest + 64], glorot = new float[Fewest + 64];
        Shape input = new(8, 8, 4);
        RandomStream random = new(1, 0), same = new(1, 0);
        new Conv2D(64, 5).Initialize(he, input, ref random);
        new Conv2D(64, 5) { Initialization = Initialization.GlorotUniform }.Initialize(glorot, input, ref same);

        Assert.InRange(he[..Fewest].Max(), 0.99 * Math.Sqrt(6 / 100.0), Math.Sqrt(6 / 100.0));
        Assert.InRange(glorot[..Fewest].Max(), 0.99 * Math.Sqrt(6 / 1700.0), Math.Sqrt(6 / 1700.0));
        Assert.All(he[Fewest..], bias => Assert.Equal(0, bias));
    }
}
