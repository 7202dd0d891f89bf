using System.Numerics.Tensors;
using BenchmarkDotNet.Attributes;
using ScratchNN.Numerics;

namespace ScratchNN.Benchmarks;

/// <summary>Softmax on one thread: many classes, many rows, and a micro-batch in cache.</summary>
public class SoftmaxBenchmarks
{
    private float[] _x = [], _y = [];

    public static IEnumerable<RowShape> Shapes => [new(4096, 1000), new(60000, 10), new(64, 1000)];

    [ParamsSource(nameof(Shapes))]
    public RowShape Shape { get; set; } = new(0, 0);

    [GlobalSetup]
    public void Setup() => (_x, _y) = (Draw.Normal(Shape.Size), new float[Shape.Size]);

    [Benchmark(Baseline = true)]
    public void ScratchNN() => RowMath.Softmax(_x, _y, Shape.Columns);

    /// <summary>It subtracts no maximum, so large logits make it NaN: fair in time alone.</summary>
    [Benchmark]
    public void TensorPrimitivesByRow()
    {
        for (int start = 0; start < _x.Length; start += Shape.Columns)
            TensorPrimitives.SoftMax(_x.AsSpan(start, Shape.Columns), _y.AsSpan(start, Shape.Columns));
    }

    /// <summary>The floor: the same memory, read and written once.</summary>
    [Benchmark]
    public void Memcpy() => _x.CopyTo(_y.AsSpan());
}
