namespace ScratchNN.Interop.Tests;

/// <summary>Layers of a user, written with what the package shows to everybody.</summary>
public sealed class ExtensionTests
{
    [Fact]
    public void ExportOnnx_UsersLayers_PredictTheSame()
    {
        AssertPredicts(new Dense(7), new Thresholded(0.1f), new Affine());
        AssertPredicts(new Residual(new Dense(12)), new Residual(new Block(new Affine(), new Dense(12), new Residual(new Thresholded(0.3f)))));
        AssertPredicts(new Every(2), new Every(3));
        AssertPredicts(new Nothing());
        AssertPredicts(new Nothing(), new Nothing(), new Dense(3), new Nothing());
        AssertPredicts(new Affine((in pass) => UsedTwice(Affine.Export(pass), pass)));
        Exported.AssertPredicts(Built(new Shape(3, 2, 2), new Channels(), new Thresholded(0.2f), new Channels()));
    }

    [Fact]
    public void ExportOnnx_SeveralNodesOfAKind_HaveNamesOfTheirOwn() => Assert.Equal(
    [
        "0.Mul: Mul(input, 0.scale) → 0.Mul",
        "0.Add: Add(0.Mul, 0.shift) → 0.Add",
        "0.Add_2: Add(0.Add, input) → 0.Add_2",
        "1.Mul: Mul(0.Add_2, 1.scale) → 1.Mul",
        "1.Add: Add(1.Mul, 1.shift) → output",
    ], OnnxFile.Of(Built(12, new Residual(new Affine()), new Affine())).Nodes);

    [Fact]
    public void ExportOnnx_LayerThatCannot_SaysWhichAndWhatToDo()
    {
        var file = new MemoryStream();

        string message = Assert.Throws<NotSupportedException>(() => Built(4, new Dense(3), new Block(new ReLU(), new Mute())).ExportOnnx(file)).Message;

        Assert.Equal("Mute (layer 1.1) cannot be exported to ONNX: Mute must override ExportOnnx. Nothing was written.", message);
        Assert.Equal(0, file.Length);
    }

    [Fact]
    public void ExportOnnx_WrongName_SaysWhatThereIs()
    {
        Assert.Equal("The model has no parameter '1.scales'. It has 0.weight, 0.bias, 1.scale, 1.shift. (Parameter 'name')",
            Refused((in pass) => pass.Node("Mul", [pass.Input, pass.Parameter("scales")])));
        Assert.Equal("1.Mul takes the tensor 'factor', which no earlier operator produces. There are input, 0.weight, 0.bias, 0.Gemm, 1.Mul.",
            Refused((in pass) => pass.Node("Mul", [pass.Input, "factor"])));
        Assert.Equal("2.Relu takes the tensor 'y', which no earlier operator produces. There are input, 0.weight, 0.bias, 0.Gemm, 2.Relu.",
            Refused((in pass) => "y", new ReLU()));
        Assert.Equal("The model takes the tensor 'y', which no earlier operator produces. "
            + "There are input, 0.weight, 0.bias, 0.Gemm.", Refused((in pass) => "y"));
        Assert.Equal("1.factor [2] holds 2 numbers, got 1. (Parameter 'values')", Refused((in pass) => pass.Constant("factor", [1f], 2)));

        static string Refused(Export export, params Layer[] after)
        {
            var file = new MemoryStream();
            string message = Assert.Throws<ArgumentException>(() => Built(4, [new Dense(3), new Affine(export), .. after]).ExportOnnx(file)).Message;
            Assert.Equal(0, file.Length);
            return message;
        }
    }

    private delegate string Export(in OnnxPass pass);

    private static string UsedTwice(string y, in OnnxPass pass)
    {
        pass.Node("Neg", [y]);
        return y;
    }

    private static void AssertPredicts(params Layer[] layers) => Exported.AssertPredicts(Built(12, layers));

    private static Sequential Built(Shape input, params Layer[] layers)
    {
        var model = new Sequential(layers);
        model.Build(input, seed: 1);
        new RandomStream(2, 0).FillNormal(model.Parameters, 0.3f);
        return model;
    }

    /// <summary>What is not tested here.</summary>
    private abstract class Untrained : Layer
    {
        public override void Backward(in BackwardPass pass) => throw new NotSupportedException();
    }

    private sealed class Thresholded(float threshold) : Untrained
    {
        public override void Forward(in ForwardPass pass)
        {
            for (int i = 0; i < pass.Input.Length; i++) pass.Output[i] = pass.Input[i] > threshold ? pass.Input[i] : 0;
        }

        public override string ExportOnnx(in OnnxPass pass) => pass.Node("ThresholdedRelu", [pass.Input], ("alpha", threshold));
    }

    /// <summary>y = s ⊙ x + t.</summary>
    private sealed class Affine(Export? export = null) : Untrained
    {
        public override IReadOnlyList<ParameterInfo> Parameters(Shape input) =>
            [new() { Name = "scale", Shape = input }, new() { Name = "shift", Shape = input }];

        public override void Forward(in ForwardPass pass)
        {
            int size = pass.InputShape.Size;
            for (int i = 0; i < pass.Input.Length; i++) pass.Output[i] = (pass.Input[i] * pass.Parameters[i % size]) + pass.Parameters[size + (i % size)];
        }

        public override string ExportOnnx(in OnnxPass pass) => (export ?? Export)(pass);

        public static string Export(in OnnxPass pass) => pass.Node("Add", [pass.Node("Mul", [pass.Input, pass.Parameter("scale")]), pass.Parameter("shift")]);
    }

    /// <summary>y = f(x) + x: a layer that holds another.</summary>
    private sealed class Residual(Layer inner) : Untrained
    {
        public override IReadOnlyList<ParameterInfo> Parameters(Shape input) => inner.Parameters(input);

        public override int CacheSize(Shape input, int batchSize) => inner.CacheSize(input, batchSize);

        public override void Forward(in ForwardPass pass)
        {
            inner.Forward(pass);
            for (int i = 0; i < pass.Input.Length; i++) pass.Output[i] += pass.Input[i];
        }

        public override string ExportOnnx(in OnnxPass pass) => pass.Node("Add", [inner.ExportOnnx(pass), pass.Input]);
    }

    /// <summary>Every n-th feature: whole numbers as inputs, one of them left out.</summary>
    private sealed class Every(int n) : Untrained
    {
        public override Shape OutputShape(Shape input) => input.Size / n;

        public override void Forward(in ForwardPass pass)
        {
            for (int i = 0; i < pass.Output.Length; i++) pass.Output[i] = pass.Input[i * n];
        }

        public override string ExportOnnx(in OnnxPass pass) => pass.Node("Slice",
            [pass.Input, pass.Constant("starts", [0]), pass.Constant("ends", [pass.InputShape.Size]), pass.Constant("axes", [-1]),
                pass.Constant("steps", [n])]);
    }

    /// <summary>2·x − c, with c of its own for every channel.</summary>
    private sealed class Channels : Untrained
    {
        public override void Forward(in ForwardPass pass)
        {
            int size = pass.InputShape[1] * pass.InputShape[2];
            for (int i = 0; i < pass.Input.Length; i++) pass.Output[i] = (2 * pass.Input[i]) - (i / size % pass.InputShape[0]);
        }

        public override string ExportOnnx(in OnnxPass pass)
        {
            float[] c = [.. Enumerable.Range(0, pass.InputShape[0])];
            string y = pass.Node("Mul", [pass.Input, pass.Constant("constant", [2f])]);
            return pass.Node("Sub", [y, pass.Constant("constant", c, new Shape(c.Length, 1, 1))]);
        }
    }

    /// <summary>A layer that is gone in prediction, as dropout is.</summary>
    private sealed class Nothing : Untrained
    {
        public override void Forward(in ForwardPass pass) => pass.Input.CopyTo(pass.Output);

        public override string ExportOnnx(in OnnxPass pass) => pass.Input;
    }

    private sealed class Mute : Untrained
    {
        public override void Forward(in ForwardPass pass) => pass.Input.CopyTo(pass.Output);
    }
}
