using ScratchNN.Kernels;

namespace ScratchNN.Tests.Kernels;

/// <summary>A function of one register.</summary>
internal interface IFloatFunction
{
    static abstract T Of<T>(T x) where T : struct, ISimd<T>;
}

/// <summary>What is asked of a function over all floats.</summary>
internal static class FloatFunctions
{
    private const int Stride = 4099; // a prime, so that the bit patterns tried have no pattern

    /// <summary>Every 4099th of all floats, and some more.</summary>
    public static float[] Sweep(params ReadOnlySpan<float> edges)
    {
        var x = new List<float>([.. edges]);
        for (long bits = 0; bits < 0x7F800000; bits += Stride)
        {
            float value = BitConverter.Int32BitsToSingle((int)bits);
            x.AddRange(value, -value);
        }
        while (x.Count % 16 != 0) x.Add(0);
        return [.. x];
    }

    public static float Of<TFunction>(float x) where TFunction : IFloatFunction => Map<TFunction, F32x1>([x])[0];

    public static float[] Map<TFunction, T>(float[] x) where TFunction : IFloatFunction where T : struct, ISimd<T>
    {
        float[] y = new float[x.Length];
        for (int i = 0; i < x.Length; i += T.Lanes)
            TFunction.Of(T.Load(in x[i])).Store(ref y[i]);
        return y;
    }

    /// <summary>Asserts that no value is further from the exact one than so many units in the last place.</summary>
    public static void AssertError<TFunction>(float[] x, Func<double, double> exact, double largest) where TFunction : IFloatFunction =>
        AssertAll<TFunction>(x, largest, (y, x) => Bits.Ulps(y, exact(x)), "ulp");

    /// <summary>
    /// Asserts that no value is further from the exact one than this, where that is below 1, else relative to it. What is not finite is let alone.
    /// </summary>
    public static void AssertClose<TFunction>(float[] x, Func<double, double> exact, double largest) where TFunction : IFloatFunction =>
        AssertAll<TFunction>(x, largest, (y, x) => float.IsFinite(x) ? Distance(y, exact(x)) : 0, "of the exact value");

    private static double Distance(float y, double exact) => Math.Abs(y - exact) / Math.Max(1, Math.Abs(exact));

    private static void AssertAll<TFunction>(float[] x, double largest, Func<float, float, double> errorOf, string unit) where TFunction : IFloatFunction
    {
        float[] y = Map<TFunction, F32x16>(x);
        double worst = 0;
        float at = 0;
        for (int i = 0; i < x.Length; i++)
            if (errorOf(y[i], x[i]) is var error && !(error <= worst)) (worst, at) = (error, x[i]);
        Assert.True(worst <= largest, $"{worst} {unit} at {at:R}");
    }

    public static void AssertWidths<TFunction>(float[] x) where TFunction : IFloatFunction
    {
        float[] expected = OneNaN(Map<TFunction, F32x1>(x));
        Bits.AssertEqual(expected, OneNaN(Map<TFunction, F32x4>(x)), "4 lanes");
        Bits.AssertEqual(expected, OneNaN(Map<TFunction, F32x8>(x)), "8 lanes");
        Bits.AssertEqual(expected, OneNaN(Map<TFunction, F32x16>(x)), "16 lanes");
    }

    /// <summary>Which NaN comes out is not promised: of two, a processor keeps the first, and the compiler may swap them.</summary>
    private static float[] OneNaN(float[] y) => Array.ConvertAll(y, value => float.IsNaN(value) ? float.NaN : value);
}
