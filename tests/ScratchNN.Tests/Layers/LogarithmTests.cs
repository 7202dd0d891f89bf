namespace ScratchNN.Tests.Layers;

public sealed class LogarithmTests
{
    private const double Tolerance = 3e-7; // relative: a few units in the last place

    [Fact]
    public void Forward_OverAllMagnitudes_IsWithinUnitsInTheLastPlace()
    {
        float[] x = [.. Enumerable.Range(-149, 276).Select(exponent => 1.37f * MathF.ScaleB(1, exponent)).SelectMany(value => (float[])[value, -value]), 0,
            1, -1];
        float[] y = Forward(new Logarithm(), x, x.Length);
        for (int i = 0; i < x.Length; i++)
        {
            double size = Math.Abs((double)x[i]), expected = Math.Sign(x[i]) * (size < 1e-5 ? size - (size * size / 2) : Math.Log(1 + size));
            Assert.True(Math.Abs(y[i] - expected) <= Tolerance * Math.Abs(expected) + 1e-44, $"{x[i]}: {y[i]}, {expected} expected");
        }
    }

    [Fact]
    public void Forward_Unit_IsWhereTheScaleBegins()
    {
        Assert.Equal(Forward(new Logarithm(), [2, -3], 2), Forward(new Logarithm(4, 0.5), [8, -1.5f], 2)); // powers of two: the same bits
        Assert.Equal([float.NaN, 0], Forward(new Logarithm(), [float.NaN, 0], 2));
        Assert.All(Forward(new Logarithm(0.001), [float.MaxValue, -float.MaxValue], 1), value => Assert.InRange(Math.Abs(value), 88, 89)); // nothing overflows
    }

    [Fact]
    public void Constructor_WrongUnits_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Logarithm(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Logarithm(double.PositiveInfinity));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Logarithm(1e-300)); // 0 as a float
        Assert.Equal("Logarithm(1, 2) has 2 units, for as many features; samples of [3] have 3.",
            Assert.Throws<ArgumentException>(() => new Logarithm(1, 2).OutputShape(3)).Message);
    }

    private static float[] Forward(Logarithm layer, float[] x, int features)
    {
        float[] y = new float[x.Length];
        layer.Forward(new ForwardPass { Parameters = default, Input = x, Output = y, BatchSize = x.Length / features, InputShape = features });
        return y;
    }
}
