using BenchmarkDotNet.Attributes;

namespace ScratchNN.Benchmarks;

/// <summary>One image through 784-128-10.</summary>
[MemoryDiagnoser(displayGenColumns: false)]
public class PredictBenchmarks
{
    private readonly Sequential _model = new(new Dense(784, 128), new ReLU(), new Dense(128, 10), new Softmax());
    private readonly float[] _x = Draw.Normal(784), _y = new float[10];

    [GlobalSetup]
    public void Setup() => _model.Build(784);

    [Benchmark]
    public void OneRow() => _model.Predict(_x, _y);
}
