using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using BenchmarkDotNet.Attributes;
using ScratchNN.Kernels;

namespace ScratchNN.Benchmarks;

/// <summary>eˣ of what fits in L1.</summary>
public class ExpBenchmarks
{
    private float[] _x = [], _y = [];

    public static IEnumerable<RowShape> Shapes => [new(1, 2048)];

    [ParamsSource(nameof(Shapes))]
    public RowShape Shape { get; set; } = new(0, 0);

    [GlobalSetup]
    public void Setup() => (_x, _y) = (Draw.Normal(Shape.Size), new float[Shape.Size]);

    [Benchmark(Baseline = true)]
    public void ScratchNN() => Simd.ForEach(new Exp(_x, _y), _x.Length);

    /// <summary>Fast, but with other bits for short spans.</summary>
    [Benchmark]
    public void TensorPrimitivesExp() => TensorPrimitives.Exp(_x, _y);

    [Benchmark]
    public void MathFExp()
    {
        for (int i = 0; i < _x.Length; i++)
            _y[i] = MathF.Exp(_x[i]);
    }

    private readonly ref struct Exp(ReadOnlySpan<float> x, Span<float> y) : IElementwise
    {
        private readonly ReadOnlySpan<float> _x = x;
        private readonly Span<float> _y = y;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Apply<T>(int i) where T : struct, ISimd<T> => Exponential.Exp(T.Load(in _x.At(i))).Store(ref _y.At(i));
    }
}
