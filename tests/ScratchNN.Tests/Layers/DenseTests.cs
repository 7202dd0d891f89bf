namespace ScratchNN.Tests.Layers;

public sealed class DenseTests
{
    private const double SamplingTolerance = 0.03; // of the deviation of 20,000 numbers: five times 1 / √40,000 and some

    [Fact]
    public void ForwardBackward_ByHand()
    {
        var dense = new Dense(2, 3);
        float[] parameters = [1, 2, 3, 4, 5, 6, 10, 20, 30], x = [1, -1, 2, 0], y = new float[6], dy = [1, 0, 0, 0, 1, 2], dx = new float[4], dw = new float[9];
        dense.Forward(new ForwardPass { Parameters = parameters, Input = x, Output = y, BatchSize = 2, InputShape = 2 });
        Assert.Equal([7, 17, 27, 12, 24, 36], y); // [1 −1]·W + b, [2 0]·W + b

        dense.Backward(
            new BackwardPass
            {
                Parameters = parameters, Input = x, Output = y, OutputGradient = dy, InputGradient = dx, ParameterGradient = dw, BatchSize = 2,
                InputShape = 2
            });
        Assert.Equal([1, 4, 8, 17], dx);
        Assert.Equal([1, 2, 4, -1, 0, 0, 1, 1, 2], dw); // Xᵀ·dY, then the sums of dY
    }

    [Fact]
    public void ForwardBackward_WithoutBias_ByHand()
    {
        var dense = new Dense(2, 3) { UseBias = false };
        float[] parameters = [1, 2, 3, 4, 5, 6], x = [1, -1, 2, 0], y = new float[6], dy = [1, 0, 0, 0, 1, 2], dx = new float[4], dw = new float[6];
        dense.Forward(new ForwardPass { Parameters = parameters, Input = x, Output = y, BatchSize = 2, InputShape = 2 });
        Assert.Equal([-3, -3, -3, 2, 4, 6], y); // [1 −1]·W, [2 0]·W

        dense.Backward(
            new BackwardPass
            {
                Parameters = parameters, Input = x, Output = y, OutputGradient = dy, InputGradient = dx, ParameterGradient = dw, BatchSize = 2,
                InputShape = 2
            });
        Assert.Equal([1, 4, 8, 17], dx);
        Assert.Equal([1, 2, 4, -1, 0, 0], dw); // Xᵀ·dY
        Assert.Equal(["weight"], dense.Parameters(2).Select(info => info.Name));
    }

    [Fact]
    public void Parameters_CountIsInputsTimesUnitsAndUnits()
    {
        foreach (var (inputs, units) in ((int, int)[])[(1, 1), (10, 17), (784, 128)])
            Assert.Equal((inputs * units) + units, new Dense(units).Parameters(inputs).Sum(info => info.Shape.Size));
        Assert.Equal(
            [new() { Name = "weight", Shape = new Shape(24, 5), FileAxes = [1, 0], FanIn = 24 },
                new() { Name = "bias", Shape = 5, Role = ParameterRole.Undecayed }], new Dense(5).Parameters(new Shape(6, 4)));
    }

    /// <summary>PyTorch's flatten has channels first: input c·6 + p there is pixel p's channel c here.</summary>
    [Fact]
    public void Parameters_BehindAnImage_AreInPyTorchsOrderInFiles()
    {
        var weight = new Dense(5).Parameters(new Shape(2, 3, 4))[0];
        float[] memory = [.. Enumerable.Range(0, 24 * 5).Select(i => (float)i)], file = new float[memory.Length], back = new float[memory.Length];
        var order = new AxisOrder(weight);
        order.ToFile(memory, file);
        order.ToMemory(file, back);

        Assert.Equal((new Shape(5, 24), 24), (weight.FileShape!.Value, weight.FanIn));
        Assert.Equal([5, 24], order.Dimensions);
        for (int output = 0; output < 5; output++)
            for (int pixel = 0; pixel < 6; pixel++)
                for (int channel = 0; channel < 4; channel++)
                    Assert.Equal(memory[(((pixel * 4) + channel) * 5) + output], file[(output * 24) + (channel * 6) + pixel]);
        Assert.Equal(memory, back);
        Assert.Contains("holds 6 numbers",
            Assert.Throws<InvalidOperationException>(() => new AxisOrder(new() { Name = "w", Shape = 6, FileShape = 5 })).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Initialization.GlorotUniform, 0.08165), InlineData(Initialization.GlorotNormal, 0.08165)] // √(2 / 300)
    [InlineData(Initialization.HeUniform, 0.1), InlineData(Initialization.HeNormal, 0.1)]                 // √(2 / 200)
    public void Initialize_Scheme_HasItsDeviation(Initialization initialization, double expected)
    {
        float[] weight = Initialize(initialization)[..20_000];
        Assert.Equal(expected, Math.Sqrt(weight.Average(value => (double)value * value)), SamplingTolerance * expected);
        Assert.Equal(0, weight.Average(), SamplingTolerance * expected);

        double largest = weight.Max(MathF.Abs) / expected; // √3 for uniform numbers, about 4 for 20,000 normal ones
        if (initialization is Initialization.GlorotUniform or Initialization.HeUniform) Assert.InRange(largest, 1.72, 1.7321);
        else Assert.InRange(largest, 3, 6);
    }

    [Fact]
    public void Initialize_AnyScheme_LeavesTheBiasAtZero()
    {
        foreach (var initialization in Enum.GetValues<Initialization>())
            Assert.All(Initialize(initialization)[20_000..], value => Assert.Equal(0, value));
        Assert.All(Initialize(Initialization.Zeros), value => Assert.Equal(0, value));
    }

    [Fact]
    public void OutputShape_ImagesOfTheRightSize_AreTaken()
    {
        Assert.Equal(10, new Dense(784, 10).OutputShape(new Shape(28, 28)));
        Assert.Equal(10, new Dense(10).OutputShape(new Shape(28, 28)));
        Assert.Null(new Dense(10).InputShape);
        Assert.Equal(784, new Dense(784, 10).InputShape);
    }

    [Fact]
    public void OutputShape_WrongInput_SaysWhatIsExpected()
    {
        Assert.Equal("Dense(784 → 10) expects 784 features per sample, got 64.",
            Assert.Throws<ArgumentException>(() => new Dense(784, 10).OutputShape(64)).Message);
        Assert.Equal("Dense(784 → 10) expects samples of [784], got [8 × 8].",
            Assert.Throws<ArgumentException>(() => new Dense(784, 10).OutputShape(new Shape(8, 8))).Message);
    }

    [Theory]
    [InlineData(0), InlineData(-5)]
    public void Constructor_NumberBelowOne_ThrowsAndNamesIt(int number)
    {
        Assert.StartsWith($"units must be at least 1, got {number}.", Assert.Throws<ArgumentOutOfRangeException>("units", () => new Dense(number)).Message,
            StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>("units", () => new Dense(3, number));
        Assert.Throws<ArgumentOutOfRangeException>("inputs", () => new Dense(number, 3));
    }

    [Fact]
    public void Constructor_NoSuchInitialization_Throws() =>
        Assert.StartsWith("Initialization must be GlorotUniform, GlorotNormal, HeUniform, HeNormal, Zeros, got 99.",
            Assert.Throws<ArgumentOutOfRangeException>("Initialization", () => new Dense(3) { Initialization = (Initialization)99 }).Message,
            StringComparison.Ordinal);

    [Fact]
    public void ToString_ShowsItsSizes()
    {
        Assert.Equal("Dense(784 → 128)", new Dense(784, 128).ToString());
        Assert.Equal("Dense(128)", new Dense(128).ToString());
    }

    private static float[] Initialize(Initialization initialization)
    {
        float[] parameters = Draw.Filled(20_100, float.NaN);
        var random = new RandomStream(1, 0);
        new Dense(100) { Initialization = initialization }.Initialize(parameters, 200, ref random);
        return parameters;
    }
}
