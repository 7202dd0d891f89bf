using ScratchNN.Kernels;

namespace ScratchNN.Tests.Kernels;

/// <summary>GELU and SiLU over all of float32, against the same in double.</summary>
public sealed class GatesTests
{
    private const double LargestGeluError = 5.5, LargestSiluError = 3.3; // as Gates documents
    private const double LargestError = 3e-7; // of slopes, which have a zero: of the largest, 1.13

    private static readonly float[] _sweep = FloatFunctions.Sweep(
        0, -0f, float.PositiveInfinity, float.NegativeInfinity, float.NaN, float.Epsilon, -float.Epsilon, float.MaxValue, float.MinValue,
        -8.299974f, -3.2166634f, // the worst seen of GELU and SiLU, of every 53rd float: 5.4217, 3.2536
        -0.75f, -0.7518f, -1.2785f, -14.2f, -14.3f, -14.4f, -15, -88, -103.97f, -108, -109, -170, 170);

    [Fact]
    public void Gelu_AllFloats_StaysWithinItsError() => FloatFunctions.AssertError<Gelu>(_sweep, x => x < -100 ? 0 : x * Below(x), LargestGeluError);

    [Fact]
    public void Silu_AllFloats_StaysWithinItsError() => FloatFunctions.AssertError<Silu>(_sweep, x => x < -300 ? 0 : x * Sigmoid(x), LargestSiluError);

    [Fact]
    public void GeluByTanh_AllFloats_StaysWithinItsError() =>
        FloatFunctions.AssertClose<GeluByTanh>(_sweep, x => Math.Abs(x) > 30 ? Math.Max(x, 0) : x * Sigmoid(2 * Inner(x)), LargestError);

    [Fact]
    public void GeluSlope_AllFloats_StaysWithinItsError() =>
        FloatFunctions.AssertClose<GeluSlope>(_sweep, x => Math.Abs(x) > 30 ? x > 0 ? 1 : 0 : Below(x) + (x * Density(x)), LargestError);

    [Fact]
    public void SiluSlope_AllFloats_StaysWithinItsError() =>
        FloatFunctions.AssertClose<SiluSlope>(_sweep, x => Math.Abs(x) > 300 ? x > 0 ? 1 : 0 : Sigmoid(x) * (1 + (x * Sigmoid(-x))), LargestError);

    [Fact]
    public void GeluByTanhSlope_AllFloats_StaysWithinItsError() => FloatFunctions.AssertClose<GeluByTanhSlope>(_sweep, x => Math.Abs(x) > 30 ? x > 0 ? 1 : 0
        : Sigmoid(2 * Inner(x)) * (1 + (2 * x * Sigmoid(-2 * Inner(x)) * Math.Sqrt(2 / Math.PI) * (1 + (3 * 0.044715 * x * x)))), LargestError);

    [Fact]
    public void Functions_AnyWidth_GiveTheSameBits()
    {
        FloatFunctions.AssertWidths<Gelu>(_sweep);
        FloatFunctions.AssertWidths<GeluSlope>(_sweep);
        FloatFunctions.AssertWidths<GeluByTanh>(_sweep);
        FloatFunctions.AssertWidths<GeluByTanhSlope>(_sweep);
        FloatFunctions.AssertWidths<Silu>(_sweep);
        FloatFunctions.AssertWidths<SiluSlope>(_sweep);
    }

    [Fact]
    public void Functions_Edges_HaveTheirLimits()
    {
        float[] x = [0, -0f, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, float.MinValue, 100];
        float[] y = [0, 0, float.PositiveInfinity, 0, float.MaxValue, 0, 100], slope = [0.5f, 0.5f, 1, 0, 1, 0, 1];
        Assert.Equal(y, FloatFunctions.Map<Gelu, F32x1>(x));
        Assert.Equal(y, FloatFunctions.Map<GeluByTanh, F32x1>(x));
        Assert.Equal(y, FloatFunctions.Map<Silu, F32x1>(x));
        Assert.Equal(slope, FloatFunctions.Map<GeluSlope, F32x1>(x));
        Assert.Equal(slope, FloatFunctions.Map<GeluByTanhSlope, F32x1>(x));
        Assert.Equal(slope, FloatFunctions.Map<SiluSlope, F32x1>(x));
        Assert.True(float.IsNaN(FloatFunctions.Of<Gelu>(float.NaN)) && float.IsNaN(FloatFunctions.Of<GeluByTanh>(float.NaN))
            && float.IsNaN(FloatFunctions.Of<Silu>(float.NaN)));
        Assert.True(float.IsNaN(FloatFunctions.Of<GeluSlope>(float.NaN)) && float.IsNaN(FloatFunctions.Of<GeluByTanhSlope>(float.NaN))
            && float.IsNaN(FloatFunctions.Of<SiluSlope>(float.NaN)));
        Assert.Equal(-float.Epsilon, FloatFunctions.Of<Silu>(-108)); // −108·e⁻¹⁰⁸
        Assert.True(FloatFunctions.Of<Gelu>(-14) is < 0 and > -1.17549435e-38f, "a denormal");
    }

    [Fact]
    public void Below_OfTheTest_IsPhi()
    {
        Assert.Equal(0.5, Below(0));
        Assert.Equal(0.84134474606854293, Below(1), 1e-15); // Abramowitz and Stegun, table 26.1
        Assert.Equal(1 - 0.84134474606854293, Below(-1), 1e-15);
        Assert.Equal(2.866515718791939e-7, Below(-5), 1e-20); // 1 − Φ(5), there
        Assert.Equal(7.619853024160527e-24, Below(-10), 1e-36);
    }

    private static double Density(double x) => Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);

    /// <summary>Φ(x): a series near 0, of terms that are all positive, a continued fraction far out (Abramowitz and Stegun, 26.2.11 and 26.2.14).</summary>
    private static double Below(double x)
    {
        const double Negligible = 1e-18;
        double z = Math.Abs(x), tail;
        if (z < 2.5)
        {
            double sum = 0, term = z;
            for (int n = 1; term > sum * Negligible; n++, term *= z * z / ((2 * n) - 1)) sum += term;
            tail = 0.5 - (Density(z) * sum);
        }
        else
        {
            double fraction = z;
            for (int n = 50; n > 0; n--) fraction = z + (n / fraction);
            tail = Density(z) / fraction;
        }
        return x < 0 ? tail : 1 - tail;
    }

    private static double Inner(double x) => Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x));

    private static double Sigmoid(double x) => x < 0 ? Math.Exp(x) / (1 + Math.Exp(x)) : 1 / (1 + Math.Exp(-x));

    private readonly struct Gelu : IFloatFunction
    {
        public static T Of<T>(T x) where T : struct, ISimd<T> => Gates.Gelu(x);
    }

    private readonly struct GeluSlope : IFloatFunction
    {
        public static T Of<T>(T x) where T : struct, ISimd<T> => Gates.GeluSlope(x);
    }

    private readonly struct GeluByTanh : IFloatFunction
    {
        public static T Of<T>(T x) where T : struct, ISimd<T> => Gates.GeluByTanh(x);
    }

    private readonly struct GeluByTanhSlope : IFloatFunction
    {
        public static T Of<T>(T x) where T : struct, ISimd<T> => Gates.GeluByTanhSlope(x);
    }

    private readonly struct Silu : IFloatFunction
    {
        public static T Of<T>(T x) where T : struct, ISimd<T> => Gates.Silu(x);
    }

    private readonly struct SiluSlope : IFloatFunction
    {
        public static T Of<T>(T x) where T : struct, ISimd<T> => Gates.SiluSlope(x);
    }
}
