using ScratchNN.Kernels;

namespace ScratchNN.Tests.Kernels;

public sealed class ExponentialTests
{
    private const int Stride = 4099; // a prime, so that the bit patterns tried have no pattern
    private const double LargestExpError = 1.02; // as Exp documents
    private const double LargestSigmoidError = 2.41; // likewise
    private const double LargestTanhError = 1.34;
    private const double LargestLogError = 1; // as Log documents
    private const double LargestLog1pError = 1.5; // likewise

    private static readonly float[] _edges =
    [
        0, -0f, 1, -1, 88.72f, 88.722839f, 88.73f, 89, 1000, float.MaxValue, float.PositiveInfinity, -87.3f, -87.33655f, -87.4f, -88, -100, -103.2f, -103.97f,
        -103.98f, -104, -105, -1000, float.MinValue, float.NegativeInfinity, float.NaN, float.Epsilon, -float.Epsilon, 1e-30f, 0.34657359f, -0.34657359f,
        -5.8778844f, // the worst of all floats where multiplication is fused: 1.0103 ulp
        -4.157294f, 7.859211f, // the worst of sigmoid: 2.4019, 1.4983
        0.62830955f, 1.0103085f, // the worst of tanh: 1.3303, 0.9494
    ];

    [Fact]
    public void Exp_AllFloats_StaysWithinItsError() => AssertError<Exp>(Math.Exp, LargestExpError);

    [Fact]
    public void Sigmoid_AllFloats_StaysWithinItsError() => AssertError<Sigmoid>(ExactSigmoid, LargestSigmoidError);

    [Fact]
    public void Tanh_AllFloats_StaysWithinItsError() => AssertError<Tanh>(Math.Tanh, LargestTanhError);

    [Fact]
    public void Exp_AnyWidth_GivesTheSameBits() => AssertWidths<Exp>();

    [Fact]
    public void Sigmoid_AnyWidth_GivesTheSameBits() => AssertWidths<Sigmoid>();

    [Fact]
    public void Tanh_AnyWidth_GivesTheSameBits() => AssertWidths<Tanh>();

    [Fact]
    public void Exp_Edges()
    {
        Assert.Equal(1, Of<Exp>(0));
        Assert.Equal(1, Of<Exp>(-0f));
        Assert.Equal(0, Of<Exp>(float.NegativeInfinity));
        Assert.Equal(0, Of<Exp>(-105));
        Assert.Equal(float.PositiveInfinity, Of<Exp>(float.PositiveInfinity));
        Assert.Equal(float.PositiveInfinity, Of<Exp>(88.73f));
        Assert.True(float.IsFinite(Of<Exp>(88.72f)));
        Assert.True(float.IsNaN(Of<Exp>(float.NaN)));
        Assert.True(Of<Exp>(-87.4f) is > 0 and < 1.17549435e-38f, "a denormal");
        Assert.Equal(float.Epsilon, Of<Exp>(-103.2f));
    }

    [Fact]
    public void Sigmoid_Edges()
    {
        Bits.AssertEqual([0.5f, 0.5f, 1, 0, 1, 0], Map<Sigmoid, F32x1>([0, -0f, float.PositiveInfinity, float.NegativeInfinity, 17.4f, -105]));
        Assert.True(float.IsNaN(Of<Sigmoid>(float.NaN)));
        Assert.True(Of<Sigmoid>(-90) is > 0 and < 1.17549435e-38f, "a denormal");
        Assert.Equal(0.5f, Of<Sigmoid>(float.Epsilon));
    }

    [Fact]
    public void Tanh_Edges()
    {
        Bits.AssertEqual([0, -0f, 1, -1, 1, -1], Map<Tanh, F32x1>([0, -0f, float.PositiveInfinity, float.NegativeInfinity, 9.1f, float.MinValue]));
        Bits.AssertEqual([float.Epsilon, -float.Epsilon, 1e-30f], Map<Tanh, F32x1>([float.Epsilon, -float.Epsilon, 1e-30f]));
        Assert.True(float.IsNaN(Of<Tanh>(float.NaN)));
    }

    [Fact]
    public void Tanh_OtherSign_IsTheNegative()
    {
        float[] x = [.. Sweep().Where(value => !float.IsNaN(value))];
        float[] negative = Map<Tanh, F32x1>([.. x.Select(value => -value)]);
        Bits.AssertEqual([.. Map<Tanh, F32x1>(x).Select(value => -value)], negative);
    }

    [Fact]
    public void SigmoidAndTanh_NextFloats_FallByAnUlpAtMost()
    {
        foreach (float seam in (float[])[0.625f, 0.34657359f, 0.69314718f, 1.0397208f, 8]) // where a formula, a reduction or an exponent changes
        {
            int middle = BitConverter.SingleToInt32Bits(seam);
            float[] x = [.. Enumerable.Range(middle - 10_000, 20_000).Select(BitConverter.Int32BitsToSingle)], minus = [.. x.Reverse().Select(value => -value)];
            AssertRising(Map<Tanh, F32x4>(x), 0);
            AssertRising(Map<Tanh, F32x4>(minus), 0);
            AssertRising(Map<Sigmoid, F32x4>(x), 0);
            AssertRising(Map<Sigmoid, F32x4>(minus), 1);
        }

        static void AssertRising(float[] y, int ulps)
        {
            for (int i = 1; i < y.Length; i++)
                Assert.InRange(y[i], ulps == 0 ? y[i - 1] : MathF.BitDecrement(y[i - 1]), 1);
        }
    }

    [Fact]
    public void Log_AllExponents_StaysWithinItsError()
    {
        double worst = 0;
        for (int bits = 0x00800000; bits < 0x7F800000; bits += Stride)
            worst = Math.Max(worst, LogError(BitConverter.Int32BitsToSingle(bits)));
        for (int bits = 0x3F7F0000; bits < 0x3F810000; bits++) // where the logarithm is near 0
            worst = Math.Max(worst, LogError(BitConverter.Int32BitsToSingle(bits)));
        Assert.InRange(worst, 0, LargestLogError);

        static double LogError(float x) => Bits.Ulps(Exponential.Log(x), Math.Log(x));
    }

    [Fact]
    public void Log1p_FromZeroToOne_StaysWithinItsError()
    {
        var values = new List<float> { 0, 1, 0.41421354f, 0.41421357f, float.Epsilon };
        for (int bits = 0; bits <= 0x3F800000; bits += Stride) values.Add(BitConverter.Int32BitsToSingle(bits));
        while (values.Count % 16 != 0) values.Add(0);
        float[] x = [.. values], y = Map<Log1p, F32x16>(x);

        Assert.InRange(x.Zip(y).Max(pair => Bits.Ulps(pair.Second, Exact(pair.First))), 0, LargestLog1pError);
        Bits.AssertEqual(Map<Log1p, F32x1>(x), y, "16 lanes");
        Bits.AssertEqual(Map<Log1p, F32x1>(x), Map<Log1p, F32x8>(x), "8 lanes");
        Bits.AssertEqual(Map<Log1p, F32x1>(x), Map<Log1p, F32x4>(x), "4 lanes");
        Assert.True(float.IsNaN(Of<Log1p>(float.NaN)));

        static double Exact(double x) => x < 1e-5 ? x - (x * x / 2) + (x * x * x / 3) : Math.Log(1 + x);
    }

    [Fact]
    public void Log_Edges()
    {
        Bits.AssertEqual([0], [Exponential.Log(1)]);
        Assert.Equal(float.NegativeInfinity, Exponential.Log(0));
        Assert.Equal(float.NegativeInfinity, Exponential.Log(-0f));
        Assert.Equal(float.PositiveInfinity, Exponential.Log(float.PositiveInfinity));
        Assert.True(float.IsNaN(Exponential.Log(-1)));
        Assert.True(float.IsNaN(Exponential.Log(float.NegativeInfinity)));
        Assert.True(float.IsNaN(Exponential.Log(float.NaN)));
    }

    private static void AssertError<TFunction>(Func<double, double> exact, double largest) where TFunction : IFunction
    {
        float[] x = Sweep(), y = Map<TFunction, F32x16>(x);
        double worst = 0;
        for (int i = 0; i < x.Length; i++)
            worst = Math.Max(worst, Bits.Ulps(y[i], exact(x[i])));
        Assert.InRange(worst, 0, largest);
    }

    private static void AssertWidths<TFunction>() where TFunction : IFunction
    {
        float[] x = Sweep(), expected = Map<TFunction, F32x1>(x);
        Bits.AssertEqual(expected, Map<TFunction, F32x4>(x), "4 lanes");
        Bits.AssertEqual(expected, Map<TFunction, F32x8>(x), "8 lanes");
        Bits.AssertEqual(expected, Map<TFunction, F32x16>(x), "16 lanes");
    }

    /// <summary>Every 4099th of all floats, and the edges.</summary>
    private static float[] Sweep()
    {
        var x = new List<float>(_edges);
        for (long bits = 0; bits < 0x7F800000; bits += Stride)
        {
            float value = BitConverter.Int32BitsToSingle((int)bits);
            x.AddRange(value, -value);
        }
        while (x.Count % 16 != 0) x.Add(0);
        return [.. x];
    }

    private static double ExactSigmoid(double x) => x < 0 ? Math.Exp(x) / (1 + Math.Exp(x)) : 1 / (1 + Math.Exp(-x));

    private static float Of<TFunction>(float x) where TFunction : IFunction => Map<TFunction, F32x1>([x])[0];

    private static float[] Map<TFunction, T>(float[] x) where TFunction : IFunction where T : struct, ISimd<T>
    {
        float[] y = new float[x.Length];
        for (int i = 0; i < x.Length; i += T.Lanes)
            TFunction.Of(T.Load(in x[i])).Store(ref y[i]);
        return y;
    }

    private interface IFunction
    {
        static abstract T Of<T>(T x) where T : struct, ISimd<T>;
    }

    private readonly struct Exp : IFunction
    {
        public static T Of<T>(T x) where T : struct, ISimd<T> => Exponential.Exp(x);
    }

    private readonly struct Sigmoid : IFunction
    {
        public static T Of<T>(T x) where T : struct, ISimd<T> => Exponential.Sigmoid(x);
    }

    private readonly struct Tanh : IFunction
    {
        public static T Of<T>(T x) where T : struct, ISimd<T> => Exponential.Tanh(x);
    }

    private readonly struct Log1p : IFunction
    {
        public static T Of<T>(T x) where T : struct, ISimd<T> => Exponential.Log1p(x);
    }
}
