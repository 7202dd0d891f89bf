using System.Numerics.Tensors;

namespace ScratchNN.Interop.Tests;

/// <summary>Containers of a user, and the library's with a user's layers in them, in ONNX Runtime.</summary>
public sealed class ContainerTests
{
    [Fact]
    public void ExportOnnx_ContainersOfAUser_PredictTheSame()
    {
        AssertPredicts(new Gated(new Dense(8), new Block(new Dense(8), new Sigmoid())), new Residual(new Gated(new Tanh(), new Dense(8))), new Dense(3));
        AssertPredicts(new Branches(new First(2), new Block(new Dense(8), new Tanh(), new Dense(4))), new Dense(2), new Softmax());
        AssertPredicts(new Branches(new Gated(new Dense(5), new Dense(5)), new First(5)) { Merge = Merge.Add });
        AssertPredicts(new Residual(new Dense(4)) { Shortcut = new Gated(new First(4), new Dense(4)) });
    }

    [Fact]
    public void ExportOnnx_Containers_NodesAndParametersHaveTheNamesOfInnerLayers() => Assert.Equal(
    [
        "0.value.Gemm: Gemm(input, 0.value.weight, 0.value.bias) → 0.value.Gemm",
        "0.gate.1.Sigmoid: Sigmoid(0.gate.0.Tanh) → 0.gate.1.Sigmoid",
        "0.Mul: Mul(0.value.Gemm, 0.gate.1.Sigmoid) → output",
    ], OnnxFile.Of(Built(new Gated(new Dense(8), new Block(new Tanh(), new Sigmoid())))).Nodes.Where(node =>
        !node.StartsWith("0.gate.0.", StringComparison.Ordinal)));

    [Fact]
    public void ExportOnnx_ContainerThatCannot_SaysWhichAndWhatToDo()
    {
        var file = new MemoryStream();

        string message = Assert.Throws<NotSupportedException>(() => Built(new Block(new Tanh(), new Mute(new Dense(3)))).ExportOnnx(file)).Message;

        Assert.Equal("Mute(Dense(3)) (layer 0.1) cannot be exported to ONNX: Mute must override ExportOnnx. Nothing was written.", message);
        Assert.Equal(0, file.Length);
    }

    private static void AssertPredicts(params Layer[] layers) => Exported.AssertPredicts(Built(layers));

    private static Sequential Built(params Layer[] layers)
    {
        var model = new Sequential(layers);
        model.Build(8, seed: 1);
        new RandomStream(2, 0).FillNormal(model.Parameters, 0.3f);
        return model;
    }

    /// <summary>y = a(x) ⊙ g(x).</summary>
    private sealed class Gated(Layer value, Layer gate)
        : Container(new InnerLayer { Layer = value, Name = "value" }, new InnerLayer { Layer = gate, Name = "gate" })
    {
        protected override void Combine(in CombinePass pass) => TensorPrimitives.Multiply(pass.InnerOutput(0), pass.InnerOutput(1), pass.Output);

        protected override void Distribute(in DistributePass pass) => throw new NotSupportedException();

        protected override string ExportOnnx(in OnnxPass pass, ReadOnlySpan<string> inner) => pass.Node("Mul", inner);
    }

    private sealed class Mute(Layer inner) : Container(inner)
    {
        protected override void Combine(in CombinePass pass) => pass.InnerOutput(0).CopyTo(pass.Output);

        protected override void Distribute(in DistributePass pass) => throw new NotSupportedException();
    }

    /// <summary>The first features.</summary>
    private sealed class First(int count) : Layer
    {
        public override Shape OutputShape(Shape input) => count;

        public override void Forward(in ForwardPass pass)
        {
            for (int row = 0; row < pass.BatchSize; row++) pass.Input.Slice(row * pass.InputShape.Size, count).CopyTo(pass.Output[(row * count)..]);
        }

        public override void Backward(in BackwardPass pass) => throw new NotSupportedException();

        public override string ExportOnnx(in OnnxPass pass) =>
            pass.Node("Slice", [pass.Input, pass.Constant("starts", [0]), pass.Constant("ends", [count]), pass.Constant("axes", [-1])]);
    }
}
