using System.Numerics.Tensors;

namespace ScratchNN.Interop.Tests;

/// <summary>Models of several layers in ONNX Runtime.</summary>
public sealed class ModelTests
{
    private static readonly Dictionary<string, (Sequential Model, Shape Input)> _models = new()
    {
        ["samples/Mnist"] = (new(new Dense(784, 128), new ReLU(), new Dense(128, 10), new Softmax()), 784),
        ["samples/Mnist -- record"] = (new(new Dense(256), new ReLU(), new Dense(10), new Softmax()), 784),
        ["samples/Mnist -- question --fixed"] = (new(new Dense(784, 20), new ReLU(), new Dense(20, 10), new Softmax()), 784),
        ["samples/Mnist -- answer"] = (new(new Dense(64, 20), new ReLU(), new Dense(20, 10), new Softmax()), 64),
        ["samples/Doctor, two sigmoids"] = (new(new Dense(32), new Sigmoid(), new Dense(32), new Sigmoid(), new Dense(10)), 64),
        ["samples/Doctor, tanh"] = (new(new Dense(16), new Tanh(), new Dense(10)), 64),
        ["samples/Doctor, an autoencoder"] = (new(new Dense(16), new ReLU(), new Dense(64)), 64),
        ["samples/Doctor, a line"] = (new(new Dense(1)), 2),
        ["README"] = (new(new Dense(2, 16), new ReLU(), new Dense(16, 2), new Softmax()), 2),
        ["all activations"] = (new(new Dense(24), new Tanh(), new Dense(24), new Sigmoid(), new Dense(24), new ReLU(), new Softmax(), new Dense(5)), 20),
        ["blocks in blocks"] = (new(new Block(new Dense(20, 30), new ReLU()), new Block(new Block(new Dense(9)), new Tanh(), new Dense(4)), new Softmax()), 20),
        ["a conv net"] = (
            new(new Conv2D(6, 5) { Padding = Padding.Same }, new ReLU(), new MaxPool2D(2), new Conv2D(8, 3) { Stride = 2 }, new Tanh(), new AveragePool2D(2),
                new Dense(5), new Softmax()), new Shape(16, 14)),
        ["a conv net of colours"] = (
            new(new Conv2D(4, 3) { Padding = Padding.Of(1, 0, 2, 1), UseBias = false }, new ReLU(), new AveragePool2D(3) { Stride = 1, Padding = Padding.Same },
                new GlobalAveragePool2D(), new Dense(5)), new Shape(9, 7, 3)),
        ["a residual conv net"] = (
            new(new Residual(new Conv2D(3, 3) { Padding = Padding.Same }, new ReLU()), new MaxPool2D(3) { Stride = 2, Padding = Padding.Of(1) }, new Dense(4)),
            new Shape(9, 7, 3)),
        ["a conv net of sequences"] = (
            new(new Conv1D(6, 3) { Padding = Padding.Same }, new ReLU(), new Conv1D(4, 4) { Stride = 2 }, new Sigmoid(), new Dense(3)), 20),
        ["images"] = (new(new ReLU(), new Block(new Softmax(), new Dense(12)), new Sigmoid()), new Shape(2, 5, 4)),
    };

    public static TheoryData<string> Names => [.. _models.Keys];

    [Theory, MemberData(nameof(Names))]
    public void ExportOnnx_Model_PredictsTheSame(string name) => Exported.AssertPredicts(NewModel(name));

    /// <summary>What the layers make is scaled to the unit of y at the end.</summary>
    [Theory]
    [InlineData("samples/Doctor, a line"), InlineData("samples/Doctor, an autoencoder"), InlineData("all activations"), InlineData("a map")]
    public void ExportOnnx_ModelWithATargetScale_PredictsTheSame(string name)
    {
        Sequential model = name == "a map" ? new(new Shifts()) : NewModel(name);
        if (name == "a map") model.Build(new Shape(2, 3));
        int outputs = model.OutputShape.Size;
        model.TargetScale = new TargetScale([.. Enumerable.Range(0, outputs).Select(i => 0.5f - i)],
            [.. Enumerable.Range(0, outputs).Select(i => 1f / (1 + i))]);

        Exported.AssertPredicts(model);

        string[] nodes = [.. OnnxFile.Of(model).Nodes];
        Assert.EndsWith(", scale.deviation) → scale.Mul", nodes[^2], StringComparison.Ordinal);
        Assert.Equal("scale.Add: Add(scale.Mul, scale.mean) → output", nodes[^1]);
    }

    /// <summary>A layer whose output is not a vector.</summary>
    private sealed class Shifts : Layer
    {
        public override void Forward(in ForwardPass pass) => TensorPrimitives.Add(pass.Input, 1, pass.Output);

        public override void Backward(in BackwardPass pass) => pass.OutputGradient.CopyTo(pass.InputGradient);

        public override string ExportOnnx(in OnnxPass pass) => pass.Node("Add", [pass.Input, pass.Constant("one", [1f])]);
    }

    [Fact]
    public void ExportOnnx_Model_HasNamesThatSayWhatTheyAre()
    {
        var file = OnnxFile.Of(NewModel("blocks in blocks"));

        Assert.Equal((7, 13, "ScratchNN"), (file.IrVersion, file.OperatorSet, file.Producer));
        Assert.Matches(@"^\d+\.\d+\.\d+", file.ProducerVersion);
        Assert.Equal(["0.0.weight [30 × 20]", "0.0.bias [30]", "1.0.0.weight [9 × 30]", "1.0.0.bias [9]", "1.2.weight [4 × 9]", "1.2.bias [4]"],
            file.Initializers);
        Assert.Equal(
        [
            "0.0.Gemm: Gemm(input, 0.0.weight, 0.0.bias) → 0.0.Gemm",
            "0.1.Relu: Relu(0.0.Gemm) → 0.1.Relu",
            "1.0.0.Gemm: Gemm(0.1.Relu, 1.0.0.weight, 1.0.0.bias) → 1.0.0.Gemm",
            "1.1.Tanh: Tanh(1.0.0.Gemm) → 1.1.Tanh",
            "1.2.Gemm: Gemm(1.1.Tanh, 1.2.weight, 1.2.bias) → 1.2.Gemm",
            "2.Softmax: Softmax(1.2.Gemm) → output",
        ], file.Nodes);
    }

    /// <summary>As PyTorch would write it: channels come first once, and stay there.</summary>
    [Fact]
    public void ExportOnnx_ConvNet_TurnsItsInputAlone()
    {
        var file = OnnxFile.Of(NewModel("a conv net"));

        Assert.Equal(["0.weight [6 × 1 × 5 × 5]", "0.bias [6]", "3.weight [8 × 6 × 3 × 3]", "3.bias [8]", "6.weight [5 × 8]", "6.bias [5]"],
            file.Initializers.Where(name => !name.Contains("shape", StringComparison.Ordinal)));
        Assert.Equal(["Reshape", "Conv", "Relu", "MaxPool", "Conv", "Tanh", "AveragePool", "Flatten", "Gemm", "Softmax"],
            file.Nodes.Select(node => node.Split(": ")[1].Split('(')[0]));
    }

    [Fact]
    public void ExportOnnx_Model_LeavesTheBatchOpen()
    {
        using var exported = new Exported(NewModel("images"));

        Assert.Equal(["batch", "", "", ""], exported.Session.InputMetadata["input"].SymbolicDimensions);
        Assert.Equal([-1, 2, 5, 4], exported.Session.InputMetadata["input"].Dimensions);
        Assert.Equal(["batch", ""], exported.Session.OutputMetadata["output"].SymbolicDimensions);
        Assert.Equal([-1, 12], exported.Session.OutputMetadata["output"].Dimensions);
    }

    [Fact]
    public void ExportOnnx_Twice_GivesTheSameBytes() => Assert.Equal(OnnxFile.Bytes(NewModel("images")), OnnxFile.Bytes(NewModel("images")));

    private static Sequential NewModel(string name)
    {
        var (model, input) = _models[name];
        model = new Sequential([.. model.Layers]); // tests share the table
        model.Build(input, seed: 1);
        return model;
    }
}
