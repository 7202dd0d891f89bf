namespace ScratchNN.Tests.Files;

/// <summary>Models that cannot be exported, and what is left of the old file. What the others compute ScratchNN.Interop.Tests asks ONNX Runtime.</summary>
public class OnnxExportTests
{
    [Fact]
    public void ExportOnnx_NotBuilt_Throws() =>
        Assert.Contains("no weights yet", Refused<InvalidOperationException>(new Sequential(new Dense(2, 3))), StringComparison.Ordinal);

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void ExportOnnx_WeightThatIsNotFinite_Throws(float weight)
    {
        var model = new Sequential(new Dense(2, 3));
        model.Build(2);
        model.Parameter("0.bias")[1] = weight;

        Assert.Contains("0.bias holds numbers that are not finite; nothing was saved", Refused<InvalidOperationException>(model), StringComparison.Ordinal);
    }

    [Fact]
    public void ExportOnnx_LayerThatCannot_Throws()
    {
        var model = new Sequential(new Dense(2, 3), new LayerContract.SeededDropout(0.5f));
        model.Build(2);

        Assert.Contains("SeededDropout (layer 1) cannot be exported to ONNX", Refused<NotSupportedException>(model), StringComparison.Ordinal);
    }

    /// <summary>The oldest format that a runtime needs: files/cases.md, 26.</summary>
    [Theory]
    [InlineData("dense", 7, 13)]
    [InlineData("layer norm", 8, 17)]
    [InlineData("your own", 8, 17)]
    public void ExportOnnx_Version_IsTheOldestThatHasTheOperators(string name, byte ir, byte operators)
    {
        Layer layer = name switch { "dense" => new BatchNorm(), "layer norm" => new LayerNorm(), _ => new Unknown() };
        var model = new Sequential(new Dense(2, 3), layer, new Sigmoid(), new Dense(2), new Softmax());
        model.Build(2);
        var file = new MemoryStream();
        model.ExportOnnx(file);

        byte[] bytes = file.ToArray();
        Assert.Equal([0x08, ir], bytes[..2]); // field 1, ir_version
        Assert.Equal([0x10, operators], bytes[^2..]); // the last field of opset_import, version
    }

    private sealed class Unknown : Layer
    {
        public override void Forward(in ForwardPass pass) => pass.Input.CopyTo(pass.Output);

        public override void Backward(in BackwardPass pass) => pass.OutputGradient.CopyTo(pass.InputGradient);

        public override string ExportOnnx(in OnnxPass pass) => pass.Node("HardSwish", [pass.Input]);
    }

    [Fact]
    public void ExportOnnx_NoStream_Throws() => Assert.Throws<ArgumentNullException>(() => new Sequential(new Dense(2, 3)).ExportOnnx((Stream)null!));

    private static string Refused<TException>(Model model) where TException : Exception
    {
        using var folder = new TemporaryFolder();
        string path = folder["model.onnx"];
        File.WriteAllText(path, "old");
        var file = new MemoryStream();

        Assert.Throws<TException>(() => model.ExportOnnx(file));
        string message = Assert.Throws<TException>(() => model.ExportOnnx(path)).Message;

        Assert.Equal(0, file.Length);
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal(["model.onnx"], folder.Files);
        return message;
    }
}
