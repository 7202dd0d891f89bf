using System.Runtime.CompilerServices;

namespace ScratchNN.Kernels;

/// <summary>exp, log, sigmoid, tanh and softplus, the same bits at every width and length.</summary>
/// <remarks>
/// Range reduction and coefficients: S. Moshier, Cephes Mathematical Library (expf, logf, tanhf). ln 2 is split in two,
/// 0.693359375 − 2.12194440e-4: the first part has 9 bits, so that n times it is exact with and without fused multiplication.
/// </remarks>
internal static class Exponential
{
    private const float Log2E = 1.44269504f, Ln2High = 0.693359375f, Ln2Low = -2.12194440e-4f;
    private const float Rounder = 12582912; // 1.5·2²³: adding and subtracting it rounds to an integer

    /// <summary>eˣ. Error at most 1.02 ulp, with and without fused multiplication, over all of float32, denormal results included.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Exp<T>(T x) where T : struct, ISimd<T>
    {
        // beyond these the result is 0 or +∞ all the same; NaN passes through
        x = T.Min(T.Broadcast(89), T.Max(T.Broadcast(-104), x));

        // n from −150 to 128: the result may be denormal, 0 or ∞
        T m = Exp(x, out T n);
        return T.Scale(m, n);
    }

    /// <summary>
    /// eˣ = result·2ⁿ, for whoever multiplies once more before it may become denormal; x may go as far as n within what <see cref="ISimd{T}.Scale"/> takes.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Exp<T>(T x, out T n) where T : struct, ISimd<T> => Series(Reduce(x, out n)) + T.Broadcast(1);

    /// <summary>eˣ⁺ᵈ = result·2ⁿ, for a d that x is too large to hold: |d| &lt; 0.03.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Exp<T>(T x, T d, out T n) where T : struct, ISimd<T> => Series(Reduce(x, out n) + d) + T.Broadcast(1);

    /// <summary>eˣ − 1. Error at most 0.9 ulp for x ≤ 0, denormal results included.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T ExpMinusOne<T>(T x) where T : struct, ISimd<T>
    {
        x = T.Min(T.Broadcast(89), T.Max(T.Broadcast(-104), x));

        // eˣ − 1 = 2ⁿ·(eʳ − 1) + (2ⁿ − 1), where n = 0 leaves the digits of a small x
        T q = Series(Reduce(x, out T n)), one = T.Broadcast(1);
        return T.Scale(q, n) + (T.Scale(one, n) - one);
    }

    /// <summary>x = n·ln 2 + r with n integral and |r| ≤ ½ ln 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Reduce<T>(T x, out T n) where T : struct, ISimd<T>
    {
        n = T.MultiplyAdd(x, T.Broadcast(Log2E), T.Broadcast(Rounder)) - T.Broadcast(Rounder);
        T r = T.MultiplyAdd(n, T.Broadcast(-Ln2High), x);
        return T.MultiplyAdd(n, T.Broadcast(-Ln2Low), r);
    }

    /// <summary>eʳ − 1 = r + r²·p(r) for |r| ≤ ½ ln 2.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Series<T>(T r) where T : struct, ISimd<T>
    {
        T p = T.Broadcast(1.9875691500e-4f);
        p = T.MultiplyAdd(p, r, T.Broadcast(1.3981999507e-3f));
        p = T.MultiplyAdd(p, r, T.Broadcast(8.3334519073e-3f));
        p = T.MultiplyAdd(p, r, T.Broadcast(4.1665795894e-2f));
        p = T.MultiplyAdd(p, r, T.Broadcast(1.6666665459e-1f));
        p = T.MultiplyAdd(p, r, T.Broadcast(5.0000001201e-1f));
        return T.MultiplyAdd(p, r * r, r);
    }

    /// <summary>1 / (1 + e⁻ˣ). Error at most 2.41 ulp over all of float32; never falls by more than an ulp where x rises.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sigmoid<T>(T x) where T : struct, ISimd<T>
    {
        // e ≤ 1 for either sign, so that nothing overflows and small results keep their digits: 1 / (1 + e⁻ˣ) = eˣ / (1 + eˣ)
        T one = T.Broadcast(1), e = Exp(T.Broadcast(0) - T.Abs(x));
        return T.IfGreater(x, T.Broadcast(0), one, e) / (one + e);
    }

    /// <summary>tanh x. Error at most 1.34 ulp over all of float32; odd, and never falls where x rises.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Tanh<T>(T x) where T : struct, ISimd<T>
    {
        T a = T.Abs(x);

        // up to 0.625: a + a³·p(a²)
        T z = a * a;
        T p = T.Broadcast(-5.70498872745e-3f);
        p = T.MultiplyAdd(p, z, T.Broadcast(2.06390887954e-2f));
        p = T.MultiplyAdd(p, z, T.Broadcast(-5.37397155531e-2f));
        p = T.MultiplyAdd(p, z, T.Broadcast(1.33314422036e-1f));
        p = T.MultiplyAdd(p, z, T.Broadcast(-3.33332819422e-1f));
        T small = T.MultiplyAdd(p * z, a, a);

        // above: 1 − 2 / (1 + e²ᵃ), which is 1 where e²ᵃ is ∞
        T large = T.Broadcast(1) - (T.Broadcast(2) / (T.Broadcast(1) + Exp(a + a)));
        return T.CopySign(T.IfGreater(a, T.Broadcast(0.625f), large, small), x);
    }

    /// <summary>ln(1 + eˣ). Error at most 2.7 ulp over all of float32, denormal results included.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Softplus<T>(T x) where T : struct, ISimd<T> =>
        T.Max(T.Broadcast(0), x) + Log1p(Exp(T.Broadcast(0) - T.Abs(x))); // nothing overflows, and a small eˣ keeps its digits

    /// <summary>ln x for a positive, normal x; NaN for NaN and infinity. Error at most 1 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Log<T>(T x) where T : struct, ISimd<T>
    {
        // x = 2ⁿ·(1 + f) with √½ ≤ 1 + f < √2
        T f = T.Split(x, out T n) - T.Broadcast(1);

        // ln(1 + f) = f − f²/2 + f³·p(f)
        T p = T.Broadcast(7.0376836292e-2f);
        p = T.MultiplyAdd(p, f, T.Broadcast(-1.1514610310e-1f));
        p = T.MultiplyAdd(p, f, T.Broadcast(1.1676998740e-1f));
        p = T.MultiplyAdd(p, f, T.Broadcast(-1.2420140846e-1f));
        p = T.MultiplyAdd(p, f, T.Broadcast(1.4249322787e-1f));
        p = T.MultiplyAdd(p, f, T.Broadcast(-1.6668057665e-1f));
        p = T.MultiplyAdd(p, f, T.Broadcast(2.0000714765e-1f));
        p = T.MultiplyAdd(p, f, T.Broadcast(-2.4999993993e-1f));
        p = T.MultiplyAdd(p, f, T.Broadcast(3.3333331174e-1f));
        T z = f * f;
        T y = T.MultiplyAdd(n, T.Broadcast(Ln2Low), f * z * p);
        y = T.MultiplyAdd(T.Broadcast(-0.5f), z, y);
        return T.MultiplyAdd(n, T.Broadcast(Ln2High), f + y) + (x - x); // 0, or NaN
    }

    /// <summary>ln(1 + x) for x from 0 to 1. Error at most 1.5 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Log1p<T>(T x) where T : struct, ISimd<T>
    {
        // of 1 + x, plus what its rounding lost: ln(s + r) ≈ ln s + r/s
        T one = T.Broadcast(1), sum = one + x;
        return Log(sum) + ((x - (sum - one)) / sum);
    }

    /// <summary>eˣ.</summary>
    public static float Exp(float x)
    {
        float result = 0;
        Exp(F32x1.Broadcast(x)).Store(ref result);
        return result;
    }

    /// <summary>ln x: −∞ for 0, NaN for less, ∞ for ∞; for a denormal that of the smallest normal number.</summary>
    public static float Log(float x)
    {
        if (!(x > 0) || float.IsPositiveInfinity(x))
            return x == 0 ? float.NegativeInfinity : x > 0 ? x : float.NaN;
        float result = 0;
        Log(F32x1.Broadcast(Math.Max(x, 1.17549435e-38f))).Store(ref result);
        return result;
    }
}
