using ScratchNN.Tests.LayerContract;

namespace ScratchNN.Tests;

public sealed class ContainerTests
{
    [Fact]
    public void Parameters_AreNamedByInnerLayers()
    {
        var model = new Sequential(new Residual(new Dense(4), new Tanh()) { Shortcut = new Dense(4) },
            new Branches(new Dense(2), new Block(new ReLU(), new Dense(3))), new Highway(new Dense(5)));
        model.Build(6);

        Assert.Equal(
            ["0.layers.0.weight", "0.layers.0.bias", "0.shortcut.weight", "0.shortcut.bias", "1.0.weight", "1.0.bias", "1.1.1.weight", "1.1.1.bias",
                "2.0.weight", "2.0.bias"],
            model.ParameterInfos.Select(info => info.Name));
        Assert.Equal(5, model.OutputShape);
    }

    [Fact]
    public void ToString_NestedContainers_HasARowForEachLayer()
    {
        var model = new Sequential(new Dense(6, 4), new Residual(new Dense(4), new Branches(new Tanh(), new ReLU()), new Dense(4)), new Dense(2));
        model.Build(6);

        Snapshot.Verify(model.ToString());
    }

    [Fact]
    public void Residual_OtherShapeThanItsInput_NamesBothAndTheRemedy()
    {
        string message = Assert.Throws<ArgumentException>(() => new Sequential(new Dense(3, 5), new Residual(new Dense(7), new ReLU()))).Message;
        Assert.Equal(
            "Residual(Dense(7), ReLU) adds the output of its layers, [7], to its input, [5]: end the layers in that shape, "
            + "or set Shortcut to a layer that turns [5] into [7], such as new Dense(7). "
            + "It is layer 1, whose input is [5].", message);

        Assert.Contains(
            "the output of its Shortcut Dense(6), [6]: both need the same shape.",
            Assert.Throws<ArgumentException>(() => new Residual(new Dense(7)) { Shortcut = new Dense(6) }.OutputShape(5)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Branches_Concatenated_AreSideBySideInTheLastAxis()
    {
        Assert.Equal(new Shape(2, 3, 4), new Branches(new Tanh(), new ReLU()).OutputShape(new Shape(2, 3, 2)));
        var run = new LayerRun(new LayerCase("", new Branches(new ReLU(), new Tanh()), new Shape(2, 2)), 1).Run();

        Assert.Equal((float[])[run.X[0], run.X[1]], run.Y[..2].Select((y, i) => y == 0 ? Math.Min(run.X[i], 0) : y));
        Assert.Equal(MathF.Tanh(run.X[2]), run.Y[6], 1e-6f);
    }

    [Fact]
    public void Branches_OfShapesThatDoNotFit_NameThem()
    {
        string message = Assert.Throws<ArgumentException>(() => new Branches(new ReLU(), new Dense(4)).OutputShape(new Shape(2, 3))).Message;
        Assert.Equal(
            "Branches(ReLU, Dense(4)) cannot concatenate the outputs of ReLU, [2 × 3], and Dense(4), [4]: all axes but the last need the same length. "
                + "End every branch in a vector, such as the output of Dense.",
            message);
        Assert.Equal(
            "Branches(Dense(3), Dense(4)) { Merge = Add } cannot add the outputs of Dense(3), [3], and Dense(4), [4]: they need the same shape.",
            Assert.Throws<ArgumentException>(() => new Branches(new Dense(3), new Dense(4)) { Merge = Merge.Add }.OutputShape(5)).Message);
    }

    [Fact]
    public void Constructor_WrongNamesAndSources_Throws()
    {
        Assert.Throws<ArgumentException>("inner", () => new Of());
        Assert.Throws<ArgumentNullException>("inner", () => new Of(new InnerLayer { Layer = null! }));
        Refused("'a.b' is not a name for ReLU", new InnerLayer { Layer = new ReLU(), Name = "a.b" });
        Refused("'' is not a name for ReLU", new InnerLayer { Layer = new ReLU(), Name = "" });
        Refused("Two inner layers of Of are called '1', Tanh is the second", new InnerLayer { Layer = new ReLU(), Name = "1" }, new Tanh());
        Refused("ReLU is inner layer 0 and reads the output of inner layer 0: it can read none, or the input",
            new InnerLayer { Layer = new ReLU(), Source = 0 });
        Refused("ReLU is inner layer 2 and reads the output of inner layer 2: it can read those of 0 to 1,", new Tanh(), new Tanh(),
            new InnerLayer { Layer = new ReLU(), Source = 2 });
        Refused("ReLU is inner layer 1 and reads the output of inner layer -1: it can read that of 0,", new Tanh(),
            new InnerLayer { Layer = new ReLU(), Source = -1 });
        Assert.Throws<ArgumentNullException>(() => new Branches(new ReLU(), null!));
        Assert.Throws<ArgumentException>(() => new Branches());
        Assert.Throws<ArgumentOutOfRangeException>(() => new Branches(new ReLU()) { Merge = (Merge)7 });

        static void Refused(string message, params InnerLayer[] inner) =>
            Assert.StartsWith(message, Assert.Throws<ArgumentException>(nameof(inner), () => new Of(inner)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_TooDeep_CountsContainersOfUsers()
    {
        Layer layer = new Dense(2, 2);
        for (int i = 0; i < 64; i++) layer = i % 2 == 0 ? new Highway(layer) : new Block(layer);
        Assert.Equal(2, layer.OutputShape(2));

        Assert.Contains("at most 64 deep, counting the model, got 65", Assert.Throws<ArgumentException>(() => new Residual(layer)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void OutputShape_InnerLayerThatDoesNotFit_NamesItsPath()
    {
        Assert.Equal(
            "Dense(7 → 5) expects 7 features per sample, got 3. It is layer 1.0.0, whose input is [3].",
            Assert.Throws<ArgumentException>(() => new Sequential(new Dense(2, 3), new Block(new Highway(new Dense(7, 5))))).Message);
        Assert.EndsWith("It is layer 1.layers.1, after layers whose output is [4].",
            Assert.Throws<ArgumentException>(() => new Sequential(new Dense(2, 2), new Residual(new Dense(4), new Dense(9, 2)))).Message,
                StringComparison.Ordinal);
    }

    [Fact]
    public void Containers_OfUsers_ThatAnswerWrongly_AreNamed()
    {
        var input = new Shape(3);
        Assert.Contains("Of(ReLU).CombinedShape(3) is an empty shape",
            Assert.Throws<InvalidOperationException>(() => new Of(new ReLU()) { Shape = default(Shape) }.OutputShape(input)).Message, StringComparison.Ordinal);
        Assert.Contains("Of(ReLU) asks for a cache of -1 floats to combine 4 samples of [3]",
            Assert.Throws<InvalidOperationException>(() => new Of(new ReLU()) { CacheFloats = -1 }.CacheSize(input, 4)).Message, StringComparison.Ordinal);
        Assert.Contains("needs outputs of the same shape: that of Dense(3) is [3], that of Dense(4) [4]",
            Assert.Throws<ArgumentException>(() => new Of(new Dense(3), new Dense(4)).OutputShape(input)).Message, StringComparison.Ordinal);

        var model = new Sequential(new Dense(3), new Of(new ReLU()) { Shape = 2 });
        model.Build(3);
        string message = Assert.Throws<InvalidOperationException>(() => model.Predict([[1, 2, 3]])).Message;
        Assert.StartsWith("Of(ReLU).Combine failed:", message, StringComparison.Ordinal);
        Assert.EndsWith("For 1 samples it has 3 floats of input, 2 of output, 3 of the outputs of its 1 inner layers and 0 of cache.", message,
            StringComparison.Ordinal);
    }

    /// <summary>Inner layers before the first with parameters are not asked for gradients, nor is one whose readers need none.</summary>
    [Fact]
    public void Backward_WithoutInputGradient_StopsWhereNothingBeforeIsTrained()
    {
        var calls = new List<string>();
        var container = new Branches(new Recorder("a", calls), new Block(new Recorder("b", calls), new Dense(3), new Recorder("c", calls)));
        new LayerRun(new LayerCase("", container, 4), 2).Run(wantsInputGradient: false);
        Assert.Equal(["c wanted"], calls);

        calls.Clear();
        new LayerRun(new LayerCase("", container, 4), 2).Run();
        Assert.Equal(["c wanted", "b wanted", "a wanted"], calls);

        calls.Clear();
        new LayerRun(new LayerCase("", new Block(container, new Dense(2)), 4), 2).Run(wantsInputGradient: false);
        Assert.Equal(["c wanted"], calls);
    }

    [Fact]
    public void Fit_ContainersInContainers_AllocatesNothingAndDoesNotDependOnThreadsOrMicroBatches()
    {
        var (x, y) = Blobs.Make();
        string? bits = null;
        foreach (int workers in (int[])[1, 2, 3])
        {
            var model = new Sequential(
                new Branches(new Dense(8), new Block(new Dense(8), new Residual(new Dense(8), new ReLU()))), new Highway(new Dense(16)),
                    new Dense(Blobs.Classes));
            Assert.Equal(0, Allocations.OfSteps(
                progress =>
                    new Trainer(model, new() { Epochs = 1, BatchSize = 8, Threads = workers, Checks = [], Callbacks = [progress] }).Fit(x, y), warm: 10,
                    steps: 38));
            bits ??= $"{Bits.Of(model)}";
            Assert.Equal(bits, $"{Bits.Of(model)}");
        }
    }

    [Fact]
    public void Fit_Containers_NoFindingTakesNeighboursForLayersInARow()
    {
        var (x, y) = Blobs.Make();
        var model = new Sequential(new Branches(new Dense(8), new Dense(8)), new Tanh(), new Residual(new Dense(16), new ReLU()), new Dense(Blobs.Classes));

        Assert.Empty(new Trainer(model, new() { Epochs = 3, Optimizer = new Adam(0.01f) }).Fit(x, y).Findings);
    }

    private sealed class Of(params ReadOnlySpan<InnerLayer> inner) : Container(inner)
    {
        public Shape? Shape { get; init; }

        public int CacheFloats { get; init; }

        protected override Shape CombinedShape(Shape input, ReadOnlySpan<Shape> inner) => Shape ?? base.CombinedShape(input, inner);

        protected override int CombineCacheSize(Shape input, int batchSize) => CacheFloats;

        protected override void Combine(in CombinePass pass) => pass.InnerOutput(0).CopyTo(pass.Output);

        protected override void Distribute(in DistributePass pass) => pass.OutputGradient.CopyTo(pass.InnerGradient(0));
    }

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
