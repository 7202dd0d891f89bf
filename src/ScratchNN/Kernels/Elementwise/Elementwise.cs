using System.Runtime.CompilerServices;

namespace ScratchNN.Kernels;

/// <summary>Elementwise operations that <c>TensorPrimitives</c> lacks, or that it would need several passes for.</summary>
/// <remarks>A public pass may hold spans of any length, and the loops below check nothing: the slices throw where one is too short.</remarks>
internal static partial class Elementwise
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;
    private const float SmallestNormal = 1.17549435e-38f; // 2⁻¹²⁶

    /// <summary>w −= η·g.</summary>
    public static void Sgd(Span<float> w, ReadOnlySpan<float> g, float rate) =>
        Simd.ForEach(new SgdStep(w, g[..w.Length], rate), w.Length);

    private readonly ref struct SgdStep(Span<float> w, ReadOnlySpan<float> g, float rate) : IElementwise
    {
        private readonly Span<float> _w = w;
        private readonly ReadOnlySpan<float> _g = g;

        [MethodImpl(Inline)]
        public void Apply<T>(int i) where T : struct, ISimd<T> =>
            T.MultiplyAdd(T.Broadcast(-rate), T.Load(in _g.At(i)), T.Load(in _w.At(i))).Store(ref _w.At(i));
    }

    /// <summary>v = µ·v + g; w −= η·v. Subnormal v becomes 0.</summary>
    public static void Momentum(Span<float> w, ReadOnlySpan<float> g, Span<float> v, float rate, float momentum) =>
        Simd.ForEach(new MomentumStep(w, g[..w.Length], v[..w.Length], rate, momentum), w.Length);

    private readonly ref struct MomentumStep(Span<float> w, ReadOnlySpan<float> g, Span<float> v, float rate, float momentum) : IElementwise
    {
        private readonly Span<float> _w = w, _v = v;
        private readonly ReadOnlySpan<float> _g = g;

        [MethodImpl(Inline)]
        public void Apply<T>(int i) where T : struct, ISimd<T>
        {
            T v = Normal(T.MultiplyAdd(T.Broadcast(momentum), T.Load(in _v.At(i)), T.Load(in _g.At(i))));
            v.Store(ref _v.At(i));
            T.MultiplyAdd(T.Broadcast(-rate), v, T.Load(in _w.At(i))).Store(ref _w.At(i));
        }
    }

    /// <summary>m = β₁·m + (1 − β₁)·g; v = β₂·v + (1 − β₂)·g²; w −= rate·m / (√v·scale + ε). Subnormal m and v become 0.</summary>
    public static void Adam(
        Span<float> w, ReadOnlySpan<float> g, Span<float> m, Span<float> v, float rate, float scale, float beta1, float beta2, float epsilon) =>
        Simd.ForEach(new AdamStep(w, g[..w.Length], m[..w.Length], v[..w.Length], rate, scale, beta1, beta2, epsilon), w.Length);

    private readonly ref struct AdamStep(
        Span<float> w, ReadOnlySpan<float> g, Span<float> m, Span<float> v, float rate, float scale, float beta1, float beta2, float epsilon) : IElementwise
    {
        private readonly Span<float> _w = w, _m = m, _v = v;
        private readonly ReadOnlySpan<float> _g = g;

        [MethodImpl(Inline)]
        public void Apply<T>(int i) where T : struct, ISimd<T>
        {
            T g = T.Load(in _g.At(i));
            T m = Normal(T.MultiplyAdd(T.Broadcast(beta1), T.Load(in _m.At(i)), T.Broadcast(1 - beta1) * g));
            T v = Normal(T.MultiplyAdd(T.Broadcast(beta2), T.Load(in _v.At(i)), T.Broadcast(1 - beta2) * g * g));
            m.Store(ref _m.At(i));
            v.Store(ref _v.At(i));
            T step = m / T.MultiplyAdd(T.Sqrt(v), T.Broadcast(scale), T.Broadcast(epsilon));
            T.MultiplyAdd(T.Broadcast(-rate), step, T.Load(in _w.At(i))).Store(ref _w.At(i));
        }
    }

    /// <summary>
    /// x, or 0 where it is subnormal. What decays by 0.9 a step and gets nothing more, as for pixels that are rarely lit, would stay at some 1e-45 for ever,
    /// and machines are slow with such numbers.
    /// </summary>
    [MethodImpl(Inline)]
    private static T Normal<T>(T x) where T : struct, ISimd<T> => T.IfGreater(T.Broadcast(SmallestNormal), T.Abs(x), T.Broadcast(0), x);
}
