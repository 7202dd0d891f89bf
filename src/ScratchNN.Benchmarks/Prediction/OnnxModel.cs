using Microsoft.ML.OnnxRuntime;

namespace ScratchNN.Benchmarks;

/// <summary>The exported model in ONNX Runtime, with tensors that are made once.</summary>
internal sealed class OnnxModel : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _options = new();
    private readonly OrtValue[] _inputs, _outputs;

    public OnnxModel(Model model, int threads, float[] x, float[] y, int rows)
    {
        using var file = new MemoryStream();
        model.ExportOnnx(file);
        using var options = new SessionOptions
        {
            IntraOpNumThreads = threads, InterOpNumThreads = 1,
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL
        };
        _session = new InferenceSession(file.ToArray(), options);
        long[] shape = [rows, .. _session.InputMetadata.Values.Single().Dimensions[1..].Select(size => (long)size)];
        _inputs = [OrtValue.CreateTensorValueFromMemory(x, shape)];
        _outputs = [OrtValue.CreateTensorValueFromMemory(y, [rows, y.Length / rows])];
    }

    public void Run() => _session.Run(_options, _session.InputNames, _inputs, _session.OutputNames, _outputs);

    public void Dispose()
    {
        foreach (var value in (OrtValue[])[.. _inputs, .. _outputs]) value.Dispose();
        _options.Dispose();
        _session.Dispose();
    }
}
