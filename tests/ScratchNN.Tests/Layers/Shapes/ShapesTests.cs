namespace ScratchNN.Tests.Layers;

public sealed class ShapesTests
{
    [Fact]
    public void Flatten_Image_IsChannelAfterChannel()
    {
        // two places of two channels: (1 10) (2 20)
        Assert.Equal([1, 2, 10, 20], Forward(new Flatten(), [1, 10, 2, 20], new Shape(1, 2, 2)));
        Assert.Equal([1, 10, 2, 20], Forward(new Flatten(), [1, 10, 2, 20], new Shape(2, 2)));
        Assert.Equal([1, 10, 2, 20], Forward(new Flatten(), [1, 10, 2, 20], new Shape(2, 2, 1)));
        Assert.Equal(24, new Flatten().OutputShape(new Shape(2, 3, 4)));
    }

    [Fact]
    public void Reshape_OneOpen_IsWhatIsLeft()
    {
        Assert.Equal(new Shape(28, 28, 1), new Reshape(28, 28, 1).OutputShape(784));
        Assert.Equal(new Shape(2, 6, 2), new Reshape(2, -1, 2).OutputShape(new Shape(4, 6)));
        Assert.Equal([1, 10, 2, 20], Forward(new Reshape(1, 2, 2), [1, 10, 2, 20], 4)); // row-major
    }

    [Fact]
    public void Reshape_WrongNumbers_Throws()
    {
        Assert.Equal("Reshape(28, 28, 1) takes samples of 784 numbers, got 785, [785].",
            Assert.Throws<ArgumentException>(() => new Reshape(28, 28, 1).OutputShape(785)).Message);
        Assert.Equal("Reshape(-1, 4) takes samples of a multiple of 4 numbers, got 6, [3 × 2].",
            Assert.Throws<ArgumentException>(() => new Reshape(-1, 4).OutputShape(new Shape(3, 2))).Message);
        Assert.StartsWith("A shape has 1 to 4 dimensions, each at least 1, except for one that may be −1, got Reshape(2, 0).",
            Assert.Throws<ArgumentException>(() => new Reshape(2, 0)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new Reshape());
        Assert.Throws<ArgumentException>(() => new Reshape(1, 2, 3, 4, 5));
        Assert.Throws<ArgumentException>(() => new Reshape(-1, 2, -1));
        Assert.Throws<ArgumentException>(() => new Reshape(-2));
        Assert.Throws<ArgumentException>(() => new Reshape(int.MaxValue, int.MaxValue, int.MaxValue));
    }

    [Fact]
    public void Columns_OfEachPlace_AreTaken()
    {
        Assert.Equal([2, 3], Forward(new Columns(1..), [1, 2, 3], 3));
        Assert.Equal([2, 5], Forward(new Columns(1..2), [1, 2, 3, 4, 5, 6], new Shape(2, 3)));
        Assert.Equal([3], Forward(new Columns(^1..), [1, 2, 3], 3));
        Assert.Equal(new Shape(4, 5, 2), new Columns(..^1).OutputShape(new Shape(4, 5, 3)));
        Assert.Equal(["Columns(5..)", "Columns(..)", "Columns(..^2)"], ((Layer[])[new Columns(5..), new Columns(..), new Columns(..^2)])
            .Select(layer => layer.ToString()));
    }

    [Fact]
    public void Columns_NotThere_Throws()
    {
        Assert.Equal("Columns(2..5) does not fit samples of [4]: they have the features 0 to 3, and it takes 2 to 4.",
            Assert.Throws<ArgumentException>(() => new Columns(2..5).OutputShape(4)).Message);
        Assert.Equal("Columns(4..) does not fit samples of [4]: they have the features 0 to 3, and it takes none.",
            Assert.Throws<ArgumentException>(() => new Columns(4..).OutputShape(4)).Message);
        Assert.Throws<ArgumentException>(() => new Columns(^5..).OutputShape(4));
        Assert.Throws<ArgumentException>(() => new Columns(3..2).OutputShape(4));
    }

    [Theory]
    [InlineData(3, "3"), InlineData(-1, "-1"), InlineData(0.5f, "0.5"), InlineData(float.NaN, "NaN"), InlineData(float.PositiveInfinity, "Infinity"),
        InlineData(1e10f, "1E+10")]
    public void Embedding_NoIndex_Throws(float index, string text)
    {
        var model = new Sequential(new Embedding(3, 2), new Dense(2));
        model.Build(4);
        uint[] before = Bits.Of(model);

        string message = Assert.ThrowsAny<ArgumentException>(() => Forward(new Embedding(3, 2), [0, 1, index, 2], 4)).Message;

        Assert.Equal($"Embedding(3 → 2) takes whole numbers 0 to 2, got {text} as number 2 of a sample. Count the categories from 0, "
            + "and give those that are unknown or missing a number of their own.", message);
        if (!float.IsFinite(index)) return; // other layers do not get these either
        Assert.Equal(message, Assert.ThrowsAny<ArgumentException>(() => model.PredictOne([0, 1, index, 2])).Message);
        Assert.Equal(message,
            Assert.ThrowsAny<ArgumentException>(() =>
                new Trainer(model, new TrainerOptions { Epochs = 1 }).Fit(new float[,] { { 0, 1, index, 2 }, { 0, 1, 2, 0 } }, [0, 1])).Message);
        Assert.Equal(before, Bits.Of(model));
    }

    /// <summary>Indices beside numbers that are scaled within the model: no check takes offence at the scale of either.</summary>
    [Fact]
    public void Fit_IndicesBesideStandardizedNumbers_LearnsWithoutAFinding()
    {
        var random = new RandomStream(1, 0);
        float[,] x = new float[300, 3];
        int[] y = new int[300];
        for (int row = 0; row < 300; row++)
        {
            (x[row, 0], x[row, 1], x[row, 2]) = (random.NextInt32(100), 1000 + (500 * random.NextSingle()), 40 * random.NextSingle());
            y[row] = x[row, 0] < 50 == x[row, 2] < 20 ? 1 : 0;
        }
        var model = new Sequential(
            new Branches(new Block(new Columns(..1), new Embedding(100, 4), new Flatten()), new Block(new Columns(1..), new Standardize())), new Dense(24),
            new LeakyReLU(), new Dense(2), new Softmax());

        var history = new Trainer(model, new TrainerOptions { Epochs = 60, Optimizer = new Adam(0.02f), Threads = 1 }).Fit(x, y);

        Assert.True(history.Epochs[^1].Accuracy > 0.95, history.ToString());
        Assert.Empty(history.Findings);
    }

    [Fact]
    public void Embedding_WrongSizes_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>("categories", () => new Embedding(0, 2));
        Assert.Throws<ArgumentOutOfRangeException>("categories", () => new Embedding((1 << 24) + 1, 2));
        Assert.Throws<ArgumentOutOfRangeException>("size", () => new Embedding(2, 0));
        Assert.Contains("takes samples of 1 to 3 dimensions, got [2 × 2 × 2 × 2]",
            Assert.Throws<ArgumentException>(() => new Embedding(2, 3).OutputShape(new Shape(2, 2, 2, 2))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Embedding_Initialize_IsNormal()
    {
        float[] w = new float[20_000];
        var random = new RandomStream(3, 0);
        new Embedding(1000, 20).Initialize(w, 4, ref random);
        Assert.Equal(0, w.Average(), 0.03); // four times 1 / √20,000
        Assert.Equal(1, Math.Sqrt(w.Average(value => (double)value * value)), 0.03);
        Assert.InRange(w.Max(), 3, 6);
    }

    private static float[] Forward(Layer layer, float[] x, Shape shape)
    {
        float[] y = new float[layer.OutputShape(shape).Size], w = new float[layer.Parameters(shape).Sum(info => info.Shape.Size)];
        layer.Forward(new ForwardPass { Parameters = w, Input = x, Output = y, BatchSize = 1, InputShape = shape });
        return y;
    }
}
