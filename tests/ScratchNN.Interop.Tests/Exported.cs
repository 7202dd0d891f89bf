using System.Numerics.Tensors;
using Microsoft.ML.OnnxRuntime;
using ScratchNN.Tests;

namespace ScratchNN.Interop.Tests;

/// <summary>A model, exported and run by ONNX Runtime.</summary>
internal sealed class Exported : IDisposable
{
    private const float Tolerance = 1e-5f; // two libraries add up to 784 products of size 1 in another order

    private readonly Model _model;
    private readonly RunOptions _options = new();

    public Exported(Model model)
    {
        _model = model;
        var file = new MemoryStream();
        model.ExportOnnx(file);
        Session = RuntimeSession.Open(file.ToArray());
    }

    public InferenceSession Session { get; }

    /// <summary>Exports a model and demands what it predicts: for batches of 1, 7 and 1000.</summary>
    public static void AssertPredicts(Model model)
    {
        using var exported = new Exported(model);
        foreach (int rows in (int[])[1, 7, 1000])
        {
            float[] x = Draw.Inputs(new Block([.. model.Layers]), model.InputShape, rows, 2), expected = new float[rows * model.OutputShape.Size];
            model.Predict(x, expected);
            float[] y = exported.Run(x, rows);

            Assert.Equal(expected.Length, y.Length);
            float largest = Math.Max(1, Math.Abs(TensorPrimitives.MaxMagnitude<float>(expected))); // sums whose terms cancel are no more exact than their terms
            for (int i = 0; i < y.Length; i++) Assert.Equal(expected[i], y[i], Tolerance * largest);
            for (int row = 0; row < rows; row++) Assert.Equal(Class(expected, row), Class(y, row));
        }

        int Class(float[] outputs, int row) => TensorPrimitives.IndexOfMax<float>(outputs.AsSpan(row * model.OutputShape.Size, model.OutputShape.Size));
    }

    public float[] Run(float[] x, int rows)
    {
        using var input = OrtValue.CreateTensorValueFromMemory(x, Dimensions(rows, _model.InputShape));
        using var outputs = Session.Run(_options, ["input"], [input], ["output"]);
        Assert.Equal(Dimensions(rows, _model.OutputShape), outputs[0].GetTensorTypeAndShape().Shape);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }

    public void Dispose()
    {
        Session.Dispose();
        _options.Dispose();
    }

    private static long[] Dimensions(int rows, Shape shape) => [rows, .. Enumerable.Range(0, shape.Rank).Select(i => (long)shape[i])];
}
