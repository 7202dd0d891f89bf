using ScratchNN.Tests.LayerContract;

namespace ScratchNN.Tests;

public sealed class BlockTests
{
    [Fact]
    public void Parameters_OfNestedLayers_AreNamedByTheirPlaces()
    {
        var block = new Block(new Dense(3, 4), new ReLU(), new Block(new Dense(4, 2), new Softmax()));
        Assert.Equal(
            [
                new ParameterInfo { Name = "0.weight", Shape = new Shape(3, 4), FileAxes = [1, 0], FanIn = 3 },
                    new ParameterInfo { Name = "0.bias", Shape = 4, Role = ParameterRole.Undecayed },
                new ParameterInfo { Name = "2.0.weight", Shape = new Shape(4, 2), FileAxes = [1, 0], FanIn = 4 },
                    new ParameterInfo { Name = "2.0.bias", Shape = 2, Role = ParameterRole.Undecayed },
            ],
            block.Parameters(3));
        Assert.Equal(2, block.OutputShape(3));
        Assert.Equal(3, block.InputShape);
    }

    [Fact]
    public void Run_LayersOneAfterAnother_GivesTheBitsOfEachAlone()
    {
        const int N = 13; // more than a tile of a product, which would hide that a gradient overwrites its source
        Layer[] layers = [new Dense(6, 7), new ReLU(), new Dense(7, 4), new Softmax()];
        Shape[] shapes = [6, 7, 7, 4, 4];
        var whole = new LayerRun(new LayerCase("", new Block(layers), 6), N).Run();

        // forward by hand, then backward
        float[][] values = [whole.X, .. layers.Select((_, i) => new float[N * shapes[i + 1].Size])];
        Range[] parameters = [0..49, 49..49, 49..81, 81..81];
        for (int i = 0; i < layers.Length; i++)
            layers[i]
                .Forward(
                    new ForwardPass
                    {
                        Parameters = whole.Parameters.AsSpan(parameters[i]), Input = values[i], Output = values[i + 1], BatchSize = N,
                        InputShape = shapes[i]
                    });
        float[] gradient = whole.DY, parameterGradient = new float[81];
        for (int i = layers.Length - 1; i >= 0; i--)
        {
            float[] next = new float[values[i].Length];
            layers[i].Backward(new BackwardPass
            {
                Parameters = whole.Parameters.AsSpan(parameters[i]),
                Input = values[i],
                Output = values[i + 1],
                OutputGradient = gradient,
                InputGradient = next,
                ParameterGradient = parameterGradient.AsSpan(parameters[i]),
                BatchSize = N,
                InputShape = shapes[i],
            });
            gradient = next;
        }

        Bits.AssertEqual(values[^1], whole.Y, "output");
        Bits.AssertEqual(gradient, whole.DX, "input gradient");
        Bits.AssertEqual(parameterGradient, whole.DW, "parameter gradient");
    }

    /// <summary>The pool masks its gradient itself there; in a block of its own it doesn't know what came before.</summary>
    [Theory, InlineData(1), InlineData(2)]
    public void Backward_MaxPoolBehindReLU_GivesTheBitsOfBoth(int stride)
    {
        var pool = new MaxPool2D(2) { Stride = stride };
        LayerRun Run(Layer pooling) =>
            new LayerRun(new LayerCase("", new Block(new Conv2D(5, 3), new ReLU(), pooling, new Dense(4)), new Shape(8, 9, 2)), 13).Run();

        LayerRun together = Run(pool), apart = Run(new Block(pool));

        Bits.AssertEqual(apart.DX, together.DX, "input gradient");
        Bits.AssertEqual(apart.DW, together.DW, "parameter gradient");
        Assert.True(new Block(new Conv2D(5, 3), new ReLU(), pool).PlanFor(new Shape(8, 9, 2)).Stages[2].IsBehindRectifier);
    }

    [Fact]
    public void Backward_WithoutInputGradient_StopsAtTheFirstLayerWithParameters()
    {
        var calls = new List<string>();
        var block = new Block(new Recorder("first", calls), new Recorder("second", calls), new Dense(3), new Recorder("last", calls));
        new LayerRun(new LayerCase("", block, 4), 2).Run(wantsInputGradient: false);
        Assert.Equal(["last wanted"], calls);

        calls.Clear();
        new LayerRun(new LayerCase("", block, 4), 2).Run();
        Assert.Equal(["last wanted", "second wanted", "first wanted"], calls);
    }

    [Fact]
    public void Backward_NestedWithoutInputGradient_PassesTheWishOn()
    {
        var calls = new List<string>();
        var block = new Block(new Block(new Dense(4), new Recorder("inner", calls)), new Dense(3));
        new LayerRun(new LayerCase("", block, 4), 2).Run(wantsInputGradient: false);
        Assert.Equal(["inner wanted"], calls);

        calls.Clear();
        var leading = new Block(new Block(new Recorder("inner", calls)), new Dense(3));
        new LayerRun(new LayerCase("", leading, 4), 2).Run(wantsInputGradient: false);
        Assert.Empty(calls);
    }

    [Fact]
    public void Forward_LayersThatDraw_HaveSeedsOfTheirOwn()
    {
        var block = new Block(new SeededDropout(0.5f), new SeededDropout(0.5f));
        float[] y = new float[1000], cache = new float[block.CacheSize(1000, 1)];
        block.Forward(
            new ForwardPass
            {
                Parameters = default, Input = Draw.Filled(1000, 1), Output = y, Cache = cache, BatchSize = 1, InputShape = 1000,
                IsTraining = true, Seed = 3
            });

        Assert.InRange(y.Count(value => value != 0), 180, 320); // a quarter; a half if both drew the same mask
    }

    [Fact]
    public void OutputShape_LayerThatDoesNotFit_ThrowsAndNamesItsPlace()
    {
        string message = Assert.Throws<ArgumentException>(() => new Block(new Dense(4, 5), new Dense(6, 7)).OutputShape(4)).Message;
        Assert.Contains("Dense(6 → 7) expects 6 features per sample, got 5", message, StringComparison.Ordinal);
        Assert.Contains("layer 1", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_NoLayersOrNull_Throws()
    {
        Assert.Throws<ArgumentException>("layers", () => new Block());
        Assert.Throws<ArgumentNullException>("layers", () => new Block(new ReLU(), null!));
    }

    [Fact]
    public void Constructor_ArrayChangedLater_KeepsItsLayers()
    {
        Layer[] layers = [new ReLU()];
        var block = new Block(layers);
        layers[0] = new Softmax();
        Assert.IsType<ReLU>(block.Layers[0]);
    }

    [Fact]
    public void MixesBatch_AnyLayerDoes_IsTrue()
    {
        Assert.True(new Block(new ReLU(), new Block(new BatchCenter())).MixesBatch);
        Assert.False(new Block(new ReLU(), new Dense(3)).MixesBatch);
    }

    [Fact]
    public void OutputShape_OtherInputAfterwards_IsThatOfTheNewOne()
    {
        var block = new Block(new ReLU(), new ReLU());
        Assert.Equal(3, block.OutputShape(3));
        Assert.Equal(new Shape(2, 2), block.OutputShape(new Shape(2, 2)));
        Assert.Equal(3, block.OutputShape(3));
    }

    /// <summary>One instance in places with different inputs, alone or within another, whole batches or micro-batches, one thread or two.</summary>
    [Theory]
    [InlineData(false), InlineData(true)]
    public void Fit_OneBlockInTwoPlaces_AllocatesNothing(bool isNested)
    {
        var (x, y) = Blobs.Make();
        foreach (int? rows in (int?[])[null, 7])
            foreach (int workers in (int[])[1, 2])
            {
                var block = new Block(new ReLU());
                if (isNested) block = new Block(block, block);
                Assert.Equal(0, Allocations.OfSteps(
                    progress => new Trainer(
                        new Sequential(new Dense(32), block, new Dense(16), block, new Dense(Blobs.Classes)),
                        new() { Epochs = 1, BatchSize = 8, MicroBatchSize = rows, Threads = workers, Checks = [], Callbacks = [progress] }).Fit(x, y),
                    warm: 10, steps: 38));
            }
    }

    [Fact]
    public void Predict_ModelsThatShareABlock_AllocateNothing()
    {
        var block = new Block(new ReLU());
        Sequential[] models = [.. Enumerable.Range(4, 9).Select(width => new Sequential(new Dense(width), block, new Dense(3)))];
        foreach (var model in models) model.Build(4);
        float[] x = new float[40], y = new float[30];

        Assert.Equal(0, Allocations.Of(() =>
        {
            foreach (var model in models) model.Predict(x, y);
        }));
    }

    [Fact]
    public void OutputShape_MoreInputsThanAreKept_IsThatOfEach()
    {
        var block = new Block(new ReLU(), new ReLU());
        for (int time = 0; time < 2; time++)
            for (int size = 1; size <= 1000; size++) Assert.Equal(size, block.OutputShape(size));
    }

    [Fact]
    public void CacheSize_MoreThanAnArrayHolds_SaysHowMuch()
    {
        var block = new Block(new Dense(1 << 26), new ReLU(), new Dense(2));

        Assert.Equal(
            "Block(Dense(67108864), ReLU, Dense(2)) needs 8589934592 floats of memory for inputs of [32 × 4]: one piece holds at most 2147483576. "
            + "Use fewer samples at once (MicroBatchSize, or BatchSize where a layer mixes the batch), or make the layers narrower.",
            Assert.Throws<ArgumentException>(() => block.CacheSize(4, 32)).Message);
    }

    [Fact]
    public void Parameters_TwoOfOneName_ThrowsAndNamesThem()
    {
        string message = Assert.Throws<InvalidOperationException>(() =>
            new Block(new ReLU(), new Holding(new() { Name = "weight", Shape = 1 }, new() { Name = "bias", Shape = 1 }, new() { Name = "weight", Shape = 2 }))
                .Parameters(2)).Message;
        Assert.Equal("Holding.Parameters(2) holds two parameters that are called 'weight': each needs a name of its own, under which it is saved.", message);
    }

    [Fact]
    public void Parameters_AxesOfAnotherShape_ThrowsAndNamesThem()
    {
        var info = new ParameterInfo { Name = "weight", Shape = new Shape(2, 3), FileAxes = [1, 0] } with { Shape = 6 };

        string message = Assert.Throws<InvalidOperationException>(() => new Block(new Holding(info)).Parameters(2)).Message;
        Assert.Equal("Holding.Parameters(2) holds 'weight' [6] with 2 FileAxes: it needs one for each dimension.", message);
    }

    [Fact]
    public void FileAxes_ArrayThatChangesLater_StayAsTheyWere()
    {
        int[] axes = [1, 0];
        var info = new ParameterInfo { Name = "weight", Shape = new Shape(2, 3), FileAxes = axes };
        axes[0] = 7;

        Assert.Equal([1, 0], info.FileAxes);
    }

    [Fact]
    public void ToString_ListsTheLayers() => Assert.Equal("Block(Dense(3 → 4), ReLU)", new Block(new Dense(3, 4), new ReLU()).ToString());

    private sealed class Holding(params ParameterInfo[] infos) : Layer
    {
        public override IReadOnlyList<ParameterInfo> Parameters(Shape input) => infos;

        public override void Forward(in ForwardPass pass) => pass.Input.CopyTo(pass.Output);

        public override void Backward(in BackwardPass pass) => pass.OutputGradient.CopyTo(pass.InputGradient);
    }

    /// <summary>The identity, which notes whether its gradient is wanted.</summary>
    private sealed class Recorder(string name, List<string> calls) : Layer
    {
        public override void Forward(in ForwardPass pass) => pass.Input.CopyTo(pass.Output);

        public override void Backward(in BackwardPass pass)
        {
            calls.Add(pass.InputGradient.IsEmpty ? $"{name} unwanted" : $"{name} wanted");
            if (!pass.InputGradient.IsEmpty) pass.OutputGradient.CopyTo(pass.InputGradient);
        }
    }
}
