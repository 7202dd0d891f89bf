using ScratchNN.Kernels;

namespace ScratchNN.Tests.Kernels;

public sealed class ExponentialTests
{
    private const int Stride = 4099; // a prime, so that the bit patterns tried have no pattern: of logarithms, which have a sweep of their own
    private const double LargestExpError = 1.02; // as Exp documents
    private const double LargestSigmoidError = 2.41; // likewise
    private const double LargestTanhError = 1.34;
    private const double LargestLogError = 1; // as Log documents
    private const double LargestLog1pError = 1.5; // likewise
    private const double LargestExpMinusOneError = 0.9, LargestSoftplusError = 2.7;

    private static readonly float[] _sweep = FloatFunctions.Sweep(
        0, -0f, 1, -1, 88.72f, 88.722839f, 88.73f, 89, 1000, float.MaxValue, float.PositiveInfinity, -87.3f, -87.33655f, -87.4f, -88, -100, -103.2f, -103.97f,
        -103.98f, -104, -105, -1000, float.MinValue, float.NegativeInfinity, float.NaN, float.Epsilon, -float.Epsilon, 1e-30f, 0.34657359f, -0.34657359f,
        -5.8778844f, // the worst of all floats where multiplication is fused: 1.0103 ulp
        -4.157294f, 7.859211f, // the worst of sigmoid: 2.4019, 1.4983
        0.62830955f, 1.0103085f, // the worst of tanh: 1.3303, 0.9494
        -0.34974837f, -1.2907883f); // the worst seen of eˣ − 1 and softplus, of every 53rd float: 0.8412, 2.6569

    [Fact]
    public void Exp_AllFloats_StaysWithinItsError() => FloatFunctions.AssertError<Exp>(_sweep, Math.Exp, LargestExpError);

    [Fact]
    public void Sigmoid_AllFloats_StaysWithinItsError() => FloatFunctions.AssertError<Sigmoid>(_sweep, ExactSigmoid, LargestSigmoidError);

    [Fact]
    public void Tanh_AllFloats_StaysWithinItsError() => FloatFunctions.AssertError<Tanh>(_sweep, Math.Tanh, LargestTanhError);

    [Fact]
    public void ExpMinusOne_AllFloatsBelowZero_StaysWithinItsError() =>
        FloatFunctions.AssertError<ExpMinusOne>([.. _sweep.Select(x => -Math.Abs(x))], ExactExpMinusOne, LargestExpMinusOneError);

    [Fact]
    public void Softplus_AllFloats_StaysWithinItsError() =>
        FloatFunctions.AssertError<Softplus>(_sweep, x => Math.Max(x, 0) + ExactLogOnePlus(Math.Exp(-Math.Abs(x))), LargestSoftplusError);

    [Fact]
    public void ExpMinusOne_AnyWidth_GivesTheSameBits() => FloatFunctions.AssertWidths<ExpMinusOne>(_sweep);

    [Fact]
    public void Softplus_AnyWidth_GivesTheSameBits() => FloatFunctions.AssertWidths<Softplus>(_sweep);

    [Fact]
    public void Exp_AnyWidth_GivesTheSameBits() => FloatFunctions.AssertWidths<Exp>(_sweep);

    [Fact]
    public void Sigmoid_AnyWidth_GivesTheSameBits() => FloatFunctions.AssertWidths<Sigmoid>(_sweep);

    [Fact]
    public void Tanh_AnyWidth_GivesTheSameBits() => FloatFunctions.AssertWidths<Tanh>(_sweep);

    [Fact]
    public void Exp_Edges()
    {
        Assert.Equal(1, FloatFunctions.Of<Exp>(0));
        Assert.Equal(1, FloatFunctions.Of<Exp>(-0f));
        Assert.Equal(0, FloatFunctions.Of<Exp>(float.NegativeInfinity));
        Assert.Equal(0, FloatFunctions.Of<Exp>(-105));
        Assert.Equal(float.PositiveInfinity, FloatFunctions.Of<Exp>(float.PositiveInfinity));
        Assert.Equal(float.PositiveInfinity, FloatFunctions.Of<Exp>(88.73f));
        Assert.True(float.IsFinite(FloatFunctions.Of<Exp>(88.72f)));
        Assert.True(float.IsNaN(FloatFunctions.Of<Exp>(float.NaN)));
        Assert.True(FloatFunctions.Of<Exp>(-87.4f) is > 0 and < 1.17549435e-38f, "a denormal");
        Assert.Equal(float.Epsilon, FloatFunctions.Of<Exp>(-103.2f));
    }

    [Fact]
    public void ExpMinusOne_Edges()
    {
        Assert.Equal([0, 0, -1, -1, float.PositiveInfinity],
            FloatFunctions.Map<ExpMinusOne, F32x1>([0, -0f, float.NegativeInfinity, -105, float.PositiveInfinity]));
        Bits.AssertEqual([float.Epsilon, -float.Epsilon, 1e-30f], FloatFunctions.Map<ExpMinusOne, F32x1>([float.Epsilon, -float.Epsilon, 1e-30f]));
        Assert.True(float.IsNaN(FloatFunctions.Of<ExpMinusOne>(float.NaN)));
    }

    [Fact]
    public void Softplus_Edges()
    {
        Assert.Equal([float.PositiveInfinity, 0, 1000, float.MaxValue, 0, 0.6931472f],
            FloatFunctions.Map<Softplus, F32x1>([float.PositiveInfinity, float.NegativeInfinity, 1000, float.MaxValue, float.MinValue, 0]));
        Assert.True(float.IsNaN(FloatFunctions.Of<Softplus>(float.NaN)));
        Assert.Equal(3.8e-44f, FloatFunctions.Of<Softplus>(-100)); // a denormal, not 0
        Assert.Equal(float.Epsilon, FloatFunctions.Of<Softplus>(-103.9f));
    }

    [Fact]
    public void Sigmoid_Edges()
    {
        Bits.AssertEqual([0.5f, 0.5f, 1, 0, 1, 0], FloatFunctions.Map<Sigmoid, F32x1>([0, -0f, float.PositiveInfinity, float.NegativeInfinity, 17.4f, -105]));
        Assert.True(float.IsNaN(FloatFunctions.Of<Sigmoid>(float.NaN)));
        Assert.True(FloatFunctions.Of<Sigmoid>(-90) is > 0 and < 1.17549435e-38f, "a denormal");
        Assert.Equal(0.5f, FloatFunctions.Of<Sigmoid>(float.Epsilon));
    }

    [Fact]
    public void Tanh_Edges()
    {
        Bits.AssertEqual([0, -0f, 1, -1, 1, -1],
            FloatFunctions.Map<Tanh, F32x1>([0, -0f, float.PositiveInfinity, float.NegativeInfinity, 9.1f, float.MinValue]));
        Bits.AssertEqual([float.Epsilon, -float.Epsilon, 1e-30f], FloatFunctions.Map<Tanh, F32x1>([float.Epsilon, -float.Epsilon, 1e-30f]));
        Assert.True(float.IsNaN(FloatFunctions.Of<Tanh>(float.NaN)));
    }

    [Fact]
    public void Tanh_OtherSign_IsTheNegative()
    {
        float[] x = [.. _sweep.Where(value => !float.IsNaN(value))];
        float[] negative = FloatFunctions.Map<Tanh, F32x1>([.. x.Select(value => -value)]);
        Bits.AssertEqual([.. FloatFunctions.Map<Tanh, F32x1>(x).Select(value => -value)], negative);
    }

    [Fact]
    public void SigmoidAndTanh_NextFloats_FallByAnUlpAtMost()
    {
        foreach (float seam in (float[])[0.625f, 0.34657359f, 0.69314718f, 1.0397208f, 8]) // where a formula, a reduction or an exponent changes
        {
            int middle = BitConverter.SingleToInt32Bits(seam);
            float[] x = [.. Enumerable.Range(middle - 10_000, 20_000).Select(BitConverter.Int32BitsToSingle)], minus = [.. x.Reverse().Select(value => -value)];
            AssertRising(FloatFunctions.Map<Tanh, F32x4>(x), 0);
            AssertRising(FloatFunctions.Map<Tanh, F32x4>(minus), 0);
            AssertRising(FloatFunctions.Map<Sigmoid, F32x4>(x), 0);
            AssertRising(FloatFunctions.Map<Sigmoid, F32x4>(minus), 1);
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
        float[] x = [.. values], y = FloatFunctions.Map<Log1p, F32x16>(x);

        Assert.InRange(x.Zip(y).Max(pair => Bits.Ulps(pair.Second, Exact(pair.First))), 0, LargestLog1pError);
        Bits.AssertEqual(FloatFunctions.Map<Log1p, F32x1>(x), y, "16 lanes");
        Bits.AssertEqual(FloatFunctions.Map<Log1p, F32x1>(x), FloatFunctions.Map<Log1p, F32x8>(x), "8 lanes");
        Bits.AssertEqual(FloatFunctions.Map<Log1p, F32x1>(x), FloatFunctions.Map<Log1p, F32x4>(x), "4 lanes");
        Assert.True(float.IsNaN(FloatFunctions.Of<Log1p>(float.NaN)));

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

    /// <summary>eˣ − 1 for x ≤ 0: by a series where digits would cancel.</summary>
    private static double ExactExpMinusOne(double x)
    {
        if (x < -0.5 || double.IsNaN(x)) return Math.Exp(x) - 1;
        double sum = 0, term = x;
        for (int n = 2; n < 25; term *= x / n++) sum += term;
        return sum;
    }

    /// <summary>ln(1 + e) for e ≥ 0 (W. Kahan's, good to a few roundings of double).</summary>
    private static double ExactLogOnePlus(double e) => 1 + e == 1 ? e : Math.Log(1 + e) * e / (1 + e - 1);

    private static double ExactSigmoid(double x) => x < 0 ? Math.Exp(x) / (1 + Math.Exp(x)) : 1 / (1 + Math.Exp(-x));

    private readonly struct Exp : IFloatFunction
    {
        public static T Of<T>(T x) where T : struct, ISimd<T> => Exponential.Exp(x);
    }

    private readonly struct Sigmoid : IFloatFunction
    {
        public static T Of<T>(T x) where T : struct, ISimd<T> => Exponential.Sigmoid(x);
    }

    private readonly struct Tanh : IFloatFunction
    {
        public static T Of<T>(T x) where T : struct, ISimd<T> => Exponential.Tanh(x);
    }

    private readonly struct Log1p : IFloatFunction
    {
        public static T Of<T>(T x) where T : struct, ISimd<T> => Exponential.Log1p(x);
    }

    private readonly struct ExpMinusOne : IFloatFunction
    {
        public static T Of<T>(T x) where T : struct, ISimd<T> => Exponential.ExpMinusOne(x);
    }

    private readonly struct Softplus : IFloatFunction
    {
        public static T Of<T>(T x) where T : struct, ISimd<T> => Exponential.Softplus(x);
    }
}
