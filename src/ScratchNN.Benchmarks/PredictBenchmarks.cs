using BenchmarkDotNet.Attributes;

namespace ScratchNN.Benchmarks;

/// <summary>
/// Rows through a network, beside ONNX Runtime on the exported model and, where the build has <c>-p:TorchSharp=true</c>, libtorch. <c>-- predict</c> compares
/// the first two in turns.
/// </summary>
[MemoryDiagnoser(displayGenColumns: false)]
public class PredictBenchmarks : IDisposable
{
    private Model _model = null!;
    private OnnxModel _onnx = null!;
    private float[] _x = [], _y = [];
#if TORCHSHARP
    private TorchModel _torch = null!;
#endif

    [ParamsSource(nameof(Settings))]
    public PredictionSetting Setting { get; set; } = PredictionRun.Settings[0];

    public static IEnumerable<PredictionSetting> Settings => PredictionRun.Settings;

    [GlobalSetup]
    public void Setup()
    {
        _model = Networks.Create(Setting.Network);
        _model.Threads = Setting.Threads;
        _x = Draw.Normal(Setting.Rows * _model.InputShape!.Size);
        _y = new float[Setting.Rows * _model.OutputShape!.Size];
        _onnx = new OnnxModel(_model, Setting.Threads, _x, new float[_y.Length], Setting.Rows);
#if TORCHSHARP
        _torch = new TorchModel(Setting, _x);
#endif
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _onnx.Dispose();
#if TORCHSHARP
        _torch.Dispose();
#endif
        GC.SuppressFinalize(this);
    }

    [Benchmark(Baseline = true)]
    public void ScratchNN() => _model.Predict(_x, _y);

    [Benchmark]
    public void OnnxRuntime() => _onnx.Run();

#if TORCHSHARP
    [Benchmark]
    public void TorchSharp() => _torch.Run();
#endif
}
