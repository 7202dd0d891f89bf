using BenchmarkDotNet.Attributes;

namespace ScratchNN.Benchmarks;

/// <summary>An epoch of 784-128-10 over as many images as MNIST has. What it allocates does not grow with the steps.</summary>
[MemoryDiagnoser(displayGenColumns: false)]
public class EpochBenchmarks
{
    private DigitTraining? _training;

    [Params(1, 2)]
    public int Workers { get; set; }

    [GlobalSetup]
    public void Setup() => _training = new DigitTraining(steps: 938, Workers);

    [Benchmark]
    public double Epoch() => _training!.Fit();
}
