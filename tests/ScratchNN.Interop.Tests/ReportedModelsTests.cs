using ScratchNN.Tests;

namespace ScratchNN.Interop.Tests;

/// <summary>What people reported of ONNX files that others wrote (files/cases.md, 27 and 28), with models of ours.</summary>
public sealed class ReportedModelsTests
{
    /// <summary>Case 27: images in, a matrix out, for batches of any size, none too.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void Run_BatchOfAnySize_IsWhatThePredictionIs(int rows)
    {
        var model = new Sequential(new Reshape(784), new Dense(6), new Reshape(2, 3));
        model.Build(new Shape(28, 28));
        float[] x = Draw.Normal(rows * 784, 1), expected = new float[rows * 6];
        if (rows > 0) model.Predict(x, expected);
        using var exported = new Exported(model);

        float[] y = exported.Run(x, rows);

        Assert.Equal(expected.Length, y.Length);
        for (int i = 0; i < y.Length; i++) Assert.Equal(expected[i], y[i], 1e-4); // 784 products of size 1
        Assert.Equal("batch", exported.Session.InputMetadata["input"].SymbolicDimensions[0]);
        Assert.Equal("batch", exported.Session.OutputMetadata["output"].SymbolicDimensions[0]);
    }

    /// <summary>Case 28: Softmax of images is fed rows, where all operator sets agree; weights are not inputs.</summary>
    [Fact]
    public void Run_SoftmaxOfImages_IsOfWholeSamples()
    {
        var model = new Sequential(new Softmax());
        model.Build(new Shape(2, 3));
        Exported.AssertPredicts(model);
        using var exported = new Exported(NewModel());
        Assert.Equal(["input"], exported.Session.InputMetadata.Keys);
    }

    /// <summary>
    /// Case 28: what the runtime would print is heard, so sessions of these tests fail if there is any. A message that comes twice is one: this adds a weight
    /// that nobody uses.
    /// </summary>
    [Fact]
    public void Open_FileThatTheRuntimeWarnsOf_Fails()
    {
        byte[] tensor = [0x08, 1, 0x10, 1, 0x42, 6, .. "unused"u8, 0x4A, 4, 0, 0, 0, 0], graph = [0x2A, (byte)tensor.Length, .. tensor];
        Assert.Throws<Xunit.Sdk.EmptyException>(() => RuntimeSession.Open([.. OnnxFile.Bytes(NewModel()), 0x3A, (byte)graph.Length, .. graph]));
    }

    /// <summary>Case 28: more than an ONNX file holds is refused before a byte is written.</summary>
    [Fact]
    public void Export_BeyondTwoGigabytes_IsRefused()
    {
        const int Width = 23_200; // × itself × 4 bytes = 2.15 GB
        using var folder = new TemporaryFolder();
        var model = new Sequential(new Dense(Width, Width) { Initialization = Initialization.Zeros });
        model.Build(Width);

        string message = Assert.Throws<NotSupportedException>(() => model.ExportOnnx(folder["large.onnx"])).Message;

        Assert.Contains("2,147,483,647", message);
        Assert.Empty(folder.Files);
    }

    private static Sequential NewModel()
    {
        var model = new Sequential(new Dense(3, 4), new BatchNorm(), new ReLU(), new Dense(2), new Softmax());
        model.Build(3);
        return model;
    }
}
