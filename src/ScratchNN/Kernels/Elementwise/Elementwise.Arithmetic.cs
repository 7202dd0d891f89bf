using System.Runtime.CompilerServices;

namespace ScratchNN.Kernels;

internal static partial class Elementwise
{
    /// <summary>
    /// sum += x. As TensorPrimitives has it, but compiled once: in the first second of a process that runs unoptimised, which gradients of every step would
    /// wait for.
    /// </summary>
    public static void Add(Span<float> sum, ReadOnlySpan<float> x) => Simd.ForEach(new Addition(sum, x[..sum.Length]), sum.Length);

    /// <summary>x *= factor, likewise.</summary>
    public static void Multiply(Span<float> x, float factor) => Simd.ForEach(new Multiplication(x, factor), x.Length);

    private readonly ref struct Addition(Span<float> sum, ReadOnlySpan<float> x) : IElementwise
    {
        private readonly Span<float> _sum = sum;
        private readonly ReadOnlySpan<float> _x = x;

        [MethodImpl(Inline)] public void Apply<T>(int i) where T : struct, ISimd<T> => (T.Load(in _sum.At(i)) + T.Load(in _x.At(i))).Store(ref _sum.At(i));
    }

    private readonly ref struct Multiplication(Span<float> x, float factor) : IElementwise
    {
        private readonly Span<float> _x = x;

        [MethodImpl(Inline)] public void Apply<T>(int i) where T : struct, ISimd<T> => (T.Load(in _x.At(i)) * T.Broadcast(factor)).Store(ref _x.At(i));
    }
}
