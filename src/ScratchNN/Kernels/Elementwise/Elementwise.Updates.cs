using System.Runtime.CompilerServices;

namespace ScratchNN.Kernels;

/// <remarks>
/// Steps of optimizers. One kernel serves an optimizer with and without its options; a decay of 0 is left out, because 0 times an infinite weight is NaN.
/// </remarks>
internal static partial class Elementwise
{
    private const float SmallestNormal = 1.17549435e-38f; // 2⁻¹²⁶

    /// <summary>w −= η·(g + λ·w).</summary>
    public static void Sgd(Span<float> w, ReadOnlySpan<float> g, float rate, float decay) =>
        Simd.ForEach(new SgdStep(w, g[..w.Length], rate, decay), w.Length);

    private readonly ref struct SgdStep(Span<float> w, ReadOnlySpan<float> g, float rate, float decay) : IElementwise
    {
        private readonly Span<float> _w = w;
        private readonly ReadOnlySpan<float> _g = g;

        [MethodImpl(Inline)]
        public void Apply<T>(int i) where T : struct, ISimd<T>
        {
            T w = T.Load(in _w.At(i)), g = T.Load(in _g.At(i));
            if (decay != 0) g = T.MultiplyAdd(T.Broadcast(decay), w, g);
            T.MultiplyAdd(T.Broadcast(-rate), g, w).Store(ref _w.At(i));
        }
    }

    /// <summary>g′ = g + λ·w; v = µ·v + g′; w −= η·v, or η·(g′ + µ·v) if it looks ahead. Subnormal v becomes 0.</summary>
    public static void Momentum(Span<float> w, ReadOnlySpan<float> g, Span<float> v, float rate, float momentum, float decay, bool looksAhead) =>
        Simd.ForEach(new MomentumStep(w, g[..w.Length], v[..w.Length], rate, momentum, decay, looksAhead), w.Length);

    private readonly ref struct MomentumStep(
        Span<float> w, ReadOnlySpan<float> g, Span<float> v, float rate, float momentum, float decay, bool looksAhead) : IElementwise
    {
        private readonly Span<float> _w = w, _v = v;
        private readonly ReadOnlySpan<float> _g = g;

        [MethodImpl(Inline)]
        public void Apply<T>(int i) where T : struct, ISimd<T>
        {
            T w = T.Load(in _w.At(i)), g = T.Load(in _g.At(i));
            if (decay != 0) g = T.MultiplyAdd(T.Broadcast(decay), w, g);
            T v = Normal(T.MultiplyAdd(T.Broadcast(momentum), T.Load(in _v.At(i)), g));
            v.Store(ref _v.At(i));
            T step = looksAhead ? T.MultiplyAdd(T.Broadcast(momentum), v, g) : v;
            T.MultiplyAdd(T.Broadcast(-rate), step, w).Store(ref _w.At(i));
        }
    }

    /// <summary>m = β₁·m + (1 − β₁)·g; v = β₂·v + (1 − β₂)·g²; w −= decay·w + rate·m / (√v·scale + ε). Subnormal m and v become 0.</summary>
    public static void Adam(
        Span<float> w, ReadOnlySpan<float> g, Span<float> m, Span<float> v, float rate, float scale, float beta1, float beta2, float epsilon, float decay) =>
        Simd.ForEach(new AdamStep(w, g[..w.Length], m[..w.Length], v[..w.Length], rate, scale, beta1, beta2, epsilon, decay), w.Length);

    private readonly ref struct AdamStep(
        Span<float> w, ReadOnlySpan<float> g, Span<float> m, Span<float> v, float rate, float scale, float beta1, float beta2, float epsilon, float decay)
            : IElementwise
    {
        private readonly Span<float> _w = w, _m = m, _v = v;
        private readonly ReadOnlySpan<float> _g = g;

        [MethodImpl(Inline)]
        public void Apply<T>(int i) where T : struct, ISimd<T>
        {
            T g = T.Load(in _g.At(i)), w = T.Load(in _w.At(i));
            T m = Normal(T.MultiplyAdd(T.Broadcast(beta1), T.Load(in _m.At(i)), T.Broadcast(1 - beta1) * g));
            T v = Normal(T.MultiplyAdd(T.Broadcast(beta2), T.Load(in _v.At(i)), T.Broadcast(1 - beta2) * g * g));
            m.Store(ref _m.At(i));
            v.Store(ref _v.At(i));
            T step = m / T.MultiplyAdd(T.Sqrt(v), T.Broadcast(scale), T.Broadcast(epsilon));
            if (decay != 0) w = T.MultiplyAdd(T.Broadcast(-decay), w, w); // not times 1 − decay, which rounds the decay of all weights alike
            T.MultiplyAdd(T.Broadcast(-rate), step, w).Store(ref _w.At(i));
        }
    }

    /// <summary>v = α·v + (1 − α)·g²; w −= rate·g / (√v + ε). Subnormal v becomes 0.</summary>
    public static void RmsProp(Span<float> w, ReadOnlySpan<float> g, Span<float> v, float rate, float alpha, float epsilon) =>
        Simd.ForEach(new RmsPropStep(w, g[..w.Length], v[..w.Length], default, rate, alpha, epsilon, 0), w.Length);

    /// <summary>v = α·v + (1 − α)·g²; b = µ·b + g / (√v + ε); w −= rate·b. Subnormal v and b become 0.</summary>
    public static void RmsProp(Span<float> w, ReadOnlySpan<float> g, Span<float> v, Span<float> b, float rate, float alpha, float epsilon, float momentum) =>
        Simd.ForEach(new RmsPropStep(w, g[..w.Length], v[..w.Length], b[..w.Length], rate, alpha, epsilon, momentum), w.Length);

    private readonly ref struct RmsPropStep(
        Span<float> w, ReadOnlySpan<float> g, Span<float> v, Span<float> b, float rate, float alpha, float epsilon, float momentum) : IElementwise
    {
        private readonly Span<float> _w = w, _v = v, _b = b;
        private readonly ReadOnlySpan<float> _g = g;

        [MethodImpl(Inline)]
        public void Apply<T>(int i) where T : struct, ISimd<T>
        {
            T g = T.Load(in _g.At(i));
            T v = Normal(T.MultiplyAdd(T.Broadcast(alpha), T.Load(in _v.At(i)), T.Broadcast(1 - alpha) * g * g));
            v.Store(ref _v.At(i));
            T step = g / (T.Sqrt(v) + T.Broadcast(epsilon));
            if (_b.Length > 0)
            {
                step = Normal(T.MultiplyAdd(T.Broadcast(momentum), T.Load(in _b.At(i)), step));
                step.Store(ref _b.At(i));
            }
            T.MultiplyAdd(T.Broadcast(-rate), step, T.Load(in _w.At(i))).Store(ref _w.At(i));
        }
    }

    /// <summary>s += g²; w −= rate·g / (√s + ε). Subnormal s becomes 0.</summary>
    public static void AdaGrad(Span<float> w, ReadOnlySpan<float> g, Span<float> s, float rate, float epsilon) =>
        Simd.ForEach(new AdaGradStep(w, g[..w.Length], s[..w.Length], rate, epsilon), w.Length);

    private readonly ref struct AdaGradStep(Span<float> w, ReadOnlySpan<float> g, Span<float> s, float rate, float epsilon) : IElementwise
    {
        private readonly Span<float> _w = w, _s = s;
        private readonly ReadOnlySpan<float> _g = g;

        [MethodImpl(Inline)]
        public void Apply<T>(int i) where T : struct, ISimd<T>
        {
            T g = T.Load(in _g.At(i)), s = Normal(T.MultiplyAdd(g, g, T.Load(in _s.At(i))));
            s.Store(ref _s.At(i));
            T step = g / (T.Sqrt(s) + T.Broadcast(epsilon));
            T.MultiplyAdd(T.Broadcast(-rate), step, T.Load(in _w.At(i))).Store(ref _w.At(i));
        }
    }

    /// <summary>g within ±limit, with its sign. What is not finite becomes NaN, so that it is seen.</summary>
    public static void Clip(Span<float> g, float limit) => Simd.ForEach(new Clipped(g, limit), g.Length);

    private readonly ref struct Clipped(Span<float> g, float limit) : IElementwise
    {
        private readonly Span<float> _g = g;

        [MethodImpl(Inline)]
        public void Apply<T>(int i) where T : struct, ISimd<T>
        {
            T g = T.Load(in _g.At(i)), largest = T.Broadcast(limit);
            T.IfGreater(T.Abs(g), largest, T.CopySign(largest, g) + (g - g), g).Store(ref _g.At(i)); // ∞ − ∞ is NaN
        }
    }

    /// <summary>
    /// x, or 0 where it is subnormal. What decays by 0.9 a step and gets nothing more, as for pixels that are rarely lit, would stay at about 1e-45 for ever,
    /// and machines are slow with such numbers.
    /// </summary>
    [MethodImpl(Inline)]
    private static T Normal<T>(T x) where T : struct, ISimd<T> => T.IfGreater(T.Broadcast(SmallestNormal), T.Abs(x), T.Broadcast(0), x);
}
