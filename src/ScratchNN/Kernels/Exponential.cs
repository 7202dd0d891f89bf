using System.Runtime.CompilerServices;

namespace ScratchNN.Kernels;

/// <summary>exp and log, the same bits at every width and length.</summary>
/// <remarks>
/// Range reduction and coefficients: S. Moshier, Cephes Mathematical Library (expf, logf). ln 2 is split in two,
/// 0.693359375 − 2.12194440e-4: the first part has 9 bits, so that n times it is exact with and without fused multiplication.
/// </remarks>
internal static class Exponential
{
    private const float Log2E = 1.44269504f, Ln2High = 0.693359375f, Ln2Low = -2.12194440e-4f;

    /// <summary>eˣ. Error at most 1.02 ulp, with and without fused multiplication, over all of float32, denormal results included.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Exp<T>(T x) where T : struct, ISimd<T>
    {
        // beyond these the result is 0 or +∞ all the same; NaN passes through
        x = T.Min(T.Max(x, T.Broadcast(-104)), T.Broadcast(89));

        // eˣ = 2ⁿ·eʳ with n integral and |r| ≤ ½ ln 2
        T n = T.Round(x * T.Broadcast(Log2E));
        T r = T.MultiplyAdd(n, T.Broadcast(-Ln2High), x);
        r = T.MultiplyAdd(n, T.Broadcast(-Ln2Low), r);

        // eʳ = 1 + r + r²·p(r)
        T p = T.Broadcast(1.9875691500e-4f);
        p = T.MultiplyAdd(p, r, T.Broadcast(1.3981999507e-3f));
        p = T.MultiplyAdd(p, r, T.Broadcast(8.3334519073e-3f));
        p = T.MultiplyAdd(p, r, T.Broadcast(4.1665795894e-2f));
        p = T.MultiplyAdd(p, r, T.Broadcast(1.6666665459e-1f));
        p = T.MultiplyAdd(p, r, T.Broadcast(5.0000001201e-1f));
        T e = T.MultiplyAdd(p, r * r, r) + T.Broadcast(1);

        // n reaches −150 and 129, a float's exponent −126 and 127: two exact halves, one rounding
        T half = T.Round(n * T.Broadcast(0.5f));
        return e * T.PowerOfTwo(half) * T.PowerOfTwo(n - half);
    }

    /// <summary>ln x for a positive, normal x with an error of at most 1 ulp; −∞ for 0, +∞ for +∞, NaN for NaN and below 0. Not for denormals.</summary>
    public static float Log(float x)
    {
        if (!(x > 0) || float.IsPositiveInfinity(x))
            return x == 0 ? float.NegativeInfinity : float.IsPositiveInfinity(x) ? x : float.NaN;

        // x = 2ⁿ·(1 + f) with √½ ≤ 1 + f < √2
        int bits = BitConverter.SingleToInt32Bits(x);
        int shifted = bits - 0x3F3504F3; // the bits of √½
        int n = shifted >> 23;
        float f = BitConverter.Int32BitsToSingle(bits - (n << 23)) - 1;

        // ln(1 + f) = f − f²/2 + f³·p(f)
        float p = 7.0376836292e-2f;
        p = MultiplyAdd(p, f, -1.1514610310e-1f);
        p = MultiplyAdd(p, f, 1.1676998740e-1f);
        p = MultiplyAdd(p, f, -1.2420140846e-1f);
        p = MultiplyAdd(p, f, 1.4249322787e-1f);
        p = MultiplyAdd(p, f, -1.6668057665e-1f);
        p = MultiplyAdd(p, f, 2.0000714765e-1f);
        p = MultiplyAdd(p, f, -2.4999993993e-1f);
        p = MultiplyAdd(p, f, 3.3333331174e-1f);
        float z = f * f;
        float y = MultiplyAdd(n, Ln2Low, f * z * p);
        y = MultiplyAdd(-0.5f, z, y);
        return MultiplyAdd(n, Ln2High, f + y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float MultiplyAdd(float a, float b, float c) =>
        Simd.Fuses ? MathF.FusedMultiplyAdd(a, b, c) : (a * b) + c;
}
