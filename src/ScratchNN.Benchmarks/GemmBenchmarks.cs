using System.Numerics.Tensors;
using BenchmarkDotNet.Attributes;
using ScratchNN.Kernels;
using ScratchNN.Numerics;

namespace ScratchNN.Benchmarks;

/// <summary>MatrixView products on one thread. A ratio above 1 says how many times as long as ours the others take.</summary>
public class GemmBenchmarks
{
    private AlignedBuffer _a = new(0), _b = new(0), _c = new(0); // from cache lines on, as a Trainer's are

    /// <summary>Products of 784-128-10 and of the first experiment, layers for other batches, and squares.</summary>
    public static IEnumerable<GemmShape> Shapes =>
    [
        new(64, 128, 784), new(64, 10, 128), new(784, 128, 64, TransposedA: true), new(60000, 128, 784),
        new(42000, 20, 784), new(784, 20, 42000, TransposedA: true),
        new(64, 128, 784) { HasZeros = true }, new(784, 128, 64, TransposedA: true) { HasZeros = true },
        new(1, 128, 784), new(32, 128, 784), new(128, 128, 784), new(512, 128, 784), new(128, 512, 784),
        new(256, 256, 256), new(512, 512, 512), new(1024, 1024, 1024),
    ];

    [ParamsSource(nameof(Shapes))]
    public GemmShape Shape { get; set; } = new(0, 0, 0);

    [GlobalSetup]
    public void Setup()
    {
        float[] a = Draw.Normal(Shape.M * Shape.K);
        for (int i = 0; Shape.HasZeros && i < a.Length; i++)
            if ((Shape.TransposedA ? i / Shape.M : i % Shape.K) % 2 == 0) a[i] = 0;
        _a = Aligned(a);
        _b = Aligned(Draw.Normal(Shape.K * Shape.N, stream: 1));
        _c = new AlignedBuffer(Shape.M * Shape.N);
    }

    [Benchmark(Baseline = true)]
    public void ScratchNN() => Multiply(Workers.None);

    internal void Multiply(Workers workers)
    {
        var (m, n, k, transposed) = Shape;
        if (transposed) Gemm.MultiplyTransposedA(_a.Span, _b.Span, _c.Span, m, n, k, workers: workers);
        else Gemm.Multiply(_a.Span, _b.Span, _c.Span, m, n, k, workers: workers);
    }

    [Benchmark]
    public void OpenBlas() => Benchmarks.OpenBlas.Multiply(Shape, _a.Span, _b.Span, _c.Span);

    /// <summary>The floor: as many multiply-adds, in registers.</summary>
    [Benchmark]
    public void FmaPeak() => Benchmarks.FmaPeak.Run(Shape.Operations);

    [Benchmark]
    public void TensorPrimitivesByRow()
    {
        var (m, n, k, _) = Shape;
        var a = A;
        for (int i = 0; i < m; i++)
        {
            var c = _c.Span.Slice(i * n, n);
            c.Clear();
            for (int p = 0; p < k; p++)
                TensorPrimitives.MultiplyAdd(_b.Span.Slice(p * n, n), a[i, p], c, c);
        }
    }

    [Benchmark]
    public void ThreeLoops() =>
        GemmKernels.Reference(A, MatrixView.RowMajor(_b.Span, Shape.N), _c.Span, Shape.N, Shape.M, Shape.N, Shape.K, [], accumulate: false);

    private MatrixView A => Shape.TransposedA ? MatrixView.Transposed(_a.Span, Shape.M) : MatrixView.RowMajor(_a.Span, Shape.K);

    private static AlignedBuffer Aligned(float[] values)
    {
        var buffer = new AlignedBuffer(values.Length);
        values.CopyTo(buffer.Span);
        return buffer;
    }
}
