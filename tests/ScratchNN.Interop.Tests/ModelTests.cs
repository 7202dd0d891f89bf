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
        ["images"] = (new(new ReLU(), new Block(new Softmax(), new Dense(12)), new Sigmoid()), new Shape(2, 5, 4)),
    };

    public static TheoryData<string> Names => [.. _models.Keys];

    [Theory, MemberData(nameof(Names))]
    public void ExportOnnx_Model_PredictsTheSame(string name) => Exported.AssertPredicts(NewModel(name));

    [Fact]
    public void ExportOnnx_Model_HasNamesThatSayWhatTheyAre()
    {
        var file = OnnxFile.Of(NewModel("blocks in blocks"));

        Assert.Equal((8, 17, "ScratchNN"), (file.IrVersion, file.OperatorSet, file.Producer));
        Assert.Matches(@"^\d+\.\d+\.\d+", file.ProducerVersion);
        Assert.Equal(["0.0.weight [30 × 20]", "0.0.bias [30]", "1.0.0.weight [9 × 30]", "1.0.0.bias [9]", "1.2.weight [4 × 9]", "1.2.bias [4]"], file.Initializers);
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
