using ScratchNN.Kernels;

namespace ScratchNN.Tests.Kernels;

public sealed class ExponentialTests
{
    private const int Stride = 4099; // a prime, so that the bit patterns tried have no pattern
    private const double LargestExpError = 1.02; // as Exp documents
    private const double LargestLogError = 1; // as Log documents

    private static readonly float[] _edges =
    [
        0, -0f, 1, -1, 88.72f, 88.722839f, 88.73f, 89, 1000, float.MaxValue, float.PositiveInfinity, -87.3f, -87.33655f, -87.4f, -88, -100, -103.2f, -103.97f,
        -103.98f, -104, -105, -1000, float.MinValue, float.NegativeInfinity, float.NaN, float.Epsilon, -float.Epsilon, 1e-30f, 0.34657359f, -0.34657359f,
        -5.8778844f, // the worst of all floats where multiplication is fused: 1.0103 ulp
    ];

    [Fact]
    public void Exp_AllExponents_StaysWithinItsError()
    {
        float[] x = Sweep(), y = Exp<Float16>(x);
        double worst = 0;
        for (int i = 0; i < x.Length; i++)
            worst = Math.Max(worst, Bits.Ulps(y[i], Math.Exp(x[i])));
        Assert.InRange(worst, 0, LargestExpError);
    }

    [Fact]
    public void Exp_AnyWidth_GivesTheSameBits()
    {
        float[] x = Sweep(), expected = Exp<Float1>(x);
        Bits.AssertEqual(expected, Exp<Float4>(x), "4 lanes");
        Bits.AssertEqual(expected, Exp<Float8>(x), "8 lanes");
        Bits.AssertEqual(expected, Exp<Float16>(x), "16 lanes");
    }

    [Fact]
    public void Exp_Edges()
    {
        Assert.Equal(1, Exp(0));
        Assert.Equal(1, Exp(-0f));
        Assert.Equal(0, Exp(float.NegativeInfinity));
        Assert.Equal(0, Exp(-105));
        Assert.Equal(float.PositiveInfinity, Exp(float.PositiveInfinity));
        Assert.Equal(float.PositiveInfinity, Exp(88.73f));
        Assert.True(float.IsFinite(Exp(88.72f)));
        Assert.True(float.IsNaN(Exp(float.NaN)));
        Assert.True(Exp(-87.4f) is > 0 and < 1.17549435e-38f, "a denormal");
        Assert.Equal(float.Epsilon, Exp(-103.2f));
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

    /// <summary>Every 4099th float from −104 to 89, and the edges.</summary>
    private static float[] Sweep()
    {
        var x = new List<float>(_edges);
        for (int bits = 0; bits < BitConverter.SingleToInt32Bits(104); bits += Stride)
        {
            x.Add(-BitConverter.Int32BitsToSingle(bits));
            if (BitConverter.Int32BitsToSingle(bits) < 89) x.Add(BitConverter.Int32BitsToSingle(bits));
        }
        while (x.Count % 16 != 0) x.Add(0);
        return [.. x];
    }

    private static float Exp(float x) => Exp<Float1>([x])[0];

    private static float[] Exp<T>(float[] x) where T : struct, ISimd<T>
    {
        float[] y = new float[x.Length];
        for (int i = 0; i < x.Length; i += T.Lanes)
            Exponential.Exp(T.Load(in x[i])).Store(ref y[i]);
        return y;
    }
}
