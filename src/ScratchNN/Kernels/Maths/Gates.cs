using System.Runtime.CompilerServices;

namespace ScratchNN.Kernels;

/// <summary>x·p(x), where p rises from 0 to 1 and p(−x) = 1 − p(x): GELU and SiLU, and their slopes; the same bits at every width.</summary>
/// <remarks>
/// With z = |x|: y = max(x, 0) − z·p(−z), and y′ = h for x ≤ 0, else 1 − h, with h = p(−z) − z·p′(z). So no digits of p cancel where it is small, and ±∞ have
/// their limits. Each p(−z) has a factor eᵃ, which is kept as m·2ⁿ until the end: a result that is denormal is rounded once.
/// </remarks>
internal static class Gates
{
    private const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;
    private const float Far = 15;       // z·Φ(−z) is 0 from 14.3 on
    private const float FarLogit = 170; // z·σ(−z) is 0 from 109 on; 2ⁿ stays within what Scale takes
    private const float Density = 0.398942280f; // 1 / √2π
    private const float Tanh1 = 1.59576912f, Tanh3 = 0.044715f; // 2·√(2/π), and the cubic term

    /// <summary>x·Φ(x), with the normal distribution's Φ. Error at most 5.5 ulp over all of float32, denormal results included.</summary>
    [MethodImpl(Inline)]
    public static T Gelu<T>(T x) where T : struct, ISimd<T>
    {
        T z = T.Min(T.Broadcast(Far), T.Abs(x)), m = Bell(z, out T n);
        return T.Max(T.Broadcast(0), x) - T.Scale(m * (z * MillsRatio(z)), n);
    }

    /// <summary>Φ(x) + x·Φ′(x).</summary>
    [MethodImpl(Inline)]
    public static T GeluSlope<T>(T x) where T : struct, ISimd<T>
    {
        T z = T.Min(T.Broadcast(Far), T.Abs(x)), m = Bell(z, out T n);
        return Slope(x, T.Scale(m * T.MultiplyAdd(z, T.Broadcast(-Density), MillsRatio(z)), n));
    }

    /// <summary>x·σ(2u) with u = √(2/π)·(x + 0.044715·x³), which is ½·x·(1 + tanh u). Error at most 3e-7, and as much of y where y is above 1.</summary>
    [MethodImpl(Inline)]
    public static T GeluByTanh<T>(T x) where T : struct, ISimd<T>
    {
        T z = T.Min(T.Broadcast(Far), T.Abs(x)), u = T.Broadcast(Tanh1) * T.MultiplyAdd(T.Broadcast(Tanh3) * z, z * z, z);
        return T.Max(T.Broadcast(0), x) - Share(u, z);
    }

    /// <summary>The slope of <see cref="GeluByTanh"/>.</summary>
    [MethodImpl(Inline)]
    public static T GeluByTanhSlope<T>(T x) where T : struct, ISimd<T>
    {
        T z = T.Min(T.Broadcast(Far), T.Abs(x)), u = T.Broadcast(Tanh1) * T.MultiplyAdd(T.Broadcast(Tanh3) * z, z * z, z);
        T zdu = T.Broadcast(Tanh1) * T.MultiplyAdd(T.Broadcast(3 * Tanh3) * z, z * z, z); // z·2u′
        return Slope(x, ShareSlope(u, zdu));
    }

    /// <summary>x·σ(x). Error at most 3.3 ulp over all of float32, denormal results included.</summary>
    [MethodImpl(Inline)]
    public static T Silu<T>(T x) where T : struct, ISimd<T>
    {
        T z = T.Min(T.Broadcast(FarLogit), T.Abs(x));
        return T.Max(T.Broadcast(0), x) - Share(z, z);
    }

    /// <summary>σ(x) + x·σ′(x).</summary>
    [MethodImpl(Inline)]
    public static T SiluSlope<T>(T x) where T : struct, ISimd<T>
    {
        T z = T.Min(T.Broadcast(FarLogit), T.Abs(x));
        return Slope(x, ShareSlope(z, z));
    }

    /// <summary>z·σ(−u) for u ≥ 0.</summary>
    [MethodImpl(Inline)]
    private static T Share<T>(T u, T z) where T : struct, ISimd<T>
    {
        T m = Exponential.Exp(T.Max(T.Broadcast(-FarLogit), T.Broadcast(0) - u), out T n);
        return T.Scale(m * z, n) / (T.Broadcast(1) + T.Scale(m, n));
    }

    /// <summary>σ(−u) − z·u′·σ′(u) = σ(−u)·(1 − z·u′·σ(u)) for u ≥ 0.</summary>
    [MethodImpl(Inline)]
    private static T ShareSlope<T>(T u, T zdu) where T : struct, ISimd<T>
    {
        T one = T.Broadcast(1), m = Exponential.Exp(T.Max(T.Broadcast(-FarLogit), T.Broadcast(0) - u), out T n), sum = one + T.Scale(m, n);
        return T.Scale(m * (one - (zdu / sum)), n) / sum;
    }

    /// <summary>h where x ≤ 0, else 1 − h; NaN for NaN, which h is then.</summary>
    [MethodImpl(Inline)]
    private static T Slope<T>(T x, T h) where T : struct, ISimd<T> => T.IfGreater(x, T.Broadcast(0), T.Broadcast(1) - h, h);

    /// <summary>e^(−z²/2) = result·2ⁿ for 0 ≤ z ≤ 15.</summary>
    [MethodImpl(Inline)]
    private static T Bell<T>(T z, out T n) where T : struct, ISimd<T>
    {
        // z² is 225 at most, and a rounding of it 1e-5: so z = a + b, where a has 12 bits and a² is exact, and z² = a² + b·(z + a)
        T rounder = T.Broadcast(49152), half = T.Broadcast(-0.5f); // 1.5·2¹⁵: adding and subtracting it rounds to a multiple of 2⁻⁸
        T a = z + rounder - rounder, b = z - a;
        return Exponential.Exp(half * a * a, half * b * (z + a), out n);
    }

    /// <summary>Φ(−z)·e^(z²/2) for 0 ≤ z ≤ 15: Mills' ratio times the density at 0.</summary>
    /// <remarks>A minimax fit of this library's: within 6.6e-9 of its value. All terms are positive, so that none cancel.</remarks>
    [MethodImpl(Inline)]
    private static T MillsRatio<T>(T z) where T : struct, ISimd<T>
    {
        T p = T.Broadcast(0.0041220528f);
        p = T.MultiplyAdd(p, z, T.Broadcast(0.0406875908f));
        p = T.MultiplyAdd(p, z, T.Broadcast(0.1834193767f));
        p = T.MultiplyAdd(p, z, T.Broadcast(0.4385794103f));
        p = T.MultiplyAdd(p, z, T.Broadcast(0.5f));
        T q = T.Broadcast(0.0103323394f);
        q = T.MultiplyAdd(q, z, T.Broadcast(0.1019949093f));
        q = T.MultiplyAdd(q, z, T.Broadcast(0.4699499905f));
        q = T.MultiplyAdd(q, z, T.Broadcast(1.2033261061f));
        q = T.MultiplyAdd(q, z, T.Broadcast(1.6750437021f));
        q = T.MultiplyAdd(q, z, T.Broadcast(1));
        return p / q;
    }
}
