using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;
using ScratchNN.Tests;

namespace ScratchNN.Interop.Tests;

/// <summary>
/// docs/interop.md, run: models in ONNX Runtime and ML.NET. The other half is in ScratchNN.Tests, and a test there that looks for every line.
/// </summary>
public sealed class DocumentTests
{
    private const int Rows = 1000;
    private const float Tolerance = 1e-5f; // two libraries add up to 784 products of size 1 in another order

    [Fact]
    public void OnnxRuntime_Model_PredictsTheSame()
    {
        using var folder = new TemporaryFolder();
        string path = folder["model.onnx"];
        var model = NewModel();
        float[] pixels = Pixels();

        model.ExportOnnx(path);

        RuntimeSession.Open(File.ReadAllBytes(path)).Dispose(); // fails if the runtime warns
        using var session = new InferenceSession(path);
        using var options = new RunOptions();
        using var x = OrtValue.CreateTensorValueFromMemory(pixels, [pixels.Length / 784, 784]);
        using var outputs = session.Run(options, ["input"], [x], ["output"]);
        ReadOnlySpan<float> probabilities = outputs[0].GetTensorDataAsSpan<float>();

        AssertSame(model, pixels, probabilities);
    }

    [Fact]
    public void MLNet_Model_PredictsTheSame()
    {
        using var folder = new TemporaryFolder();
        string path = folder["model.onnx"];
        var model = NewModel();
        float[] pixels = Pixels();
        Image[] images = [.. pixels.Chunk(784).Select(image => new Image { Pixels = image })];
        model.ExportOnnx(path);

        var ml = new MLContext();
        var data = ml.Data.LoadFromEnumerable(images);
        var scored = ml.Transforms.ApplyOnnxModel("output", "input", path).Fit(data).Transform(data);
        var probabilities = scored.GetColumn<float[]>("output");

        AssertSame(model, pixels, [.. probabilities.SelectMany(row => row)]);
    }

    private static void AssertSame(Model model, float[] pixels, ReadOnlySpan<float> y)
    {
        float[] expected = new float[Rows * 10];
        model.Predict(pixels, expected);
        Assert.Equal(expected.Length, y.Length);
        for (int i = 0; i < y.Length; i++) Assert.Equal(expected[i], y[i], Tolerance);
        Assert.InRange(model.PredictClasses(new Samples(pixels, 784)).Distinct().Count(), 3, 10); // there is something to compare
        Assert.Equal(expected.Chunk(10).Select(row => row.IndexOf(row.Max())), y.ToArray().Chunk(10).Select(row => row.IndexOf(row.Max())));
    }

    private static Sequential NewModel()
    {
        var model = new Sequential(new Dense(784, 128), new ReLU(), new Dense(128, 10), new Softmax());
        model.Build(784, seed: 1);
        return model;
    }

    private static float[] Pixels() => Draw.Normal(Rows * 784, 1);

    private sealed class Image
    {
        [VectorType(784), ColumnName("input")]
        public float[] Pixels { get; set; } = [];
    }
}
