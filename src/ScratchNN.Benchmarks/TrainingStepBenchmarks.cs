using BenchmarkDotNet.Attributes;

namespace ScratchNN.Benchmarks;

/// <summary>A step of 784-128-10 on one thread, its share of an epoch's shuffle included, and its matrix products alone.</summary>
public class TrainingStepBenchmarks
{
    private const int Steps = 200;

    private readonly DigitTraining _training = new(Steps, workers: 1);

    [Benchmark(Baseline = true, OperationsPerInvoke = Steps)]
    public double Step() => _training.Fit();

    [Benchmark(OperationsPerInvoke = Steps)]
    public void Products() => _training.Products();
}
