using ScratchNN.Kernels;

namespace ScratchNN.Tests.Kernels;

public sealed class ElementwiseTests
{
    [Fact]
    public void ReLU_AnyLength_IsItsDefinition()
    {
        for (int length = 0; length <= 70; length++)
        {
            float[] x = Draw.Normal(length, 1), dy = Draw.Normal(length, 2), y = Draw.Filled(length + 1, float.NaN), dx = Draw.Filled(length + 1, float.NaN);
            Elementwise.Activate(new Activations.ReLU(), x, y.AsSpan(0, length));
            Elementwise.ActivationGradient(new Activations.ReLU(), x, y, dy, dx.AsSpan(0, length));

            Bits.AssertEqual([.. x.Select(value => value > 0 ? value : 0), float.NaN], y);
            Bits.AssertEqual([.. x.Select((value, i) => value > 0 ? dy[i] : 0), float.NaN], dx);
        }
    }

    [Fact]
    public void ReLU_SpecialValues_IsZeroUnlessPositive_AndKeepsNaN()
    {
        float[] x = [float.NaN, 0, -0f, float.PositiveInfinity, float.NegativeInfinity, float.Epsilon, -float.Epsilon], y = new float[7], dx = new float[7];
        Elementwise.Activate(new Activations.ReLU(), x, y);
        Elementwise.ActivationGradient(new Activations.ReLU(), x, y, Draw.Filled(7, 5), dx);

        Assert.True(float.IsNaN(y[0]));
        Bits.AssertEqual([0, 0, float.PositiveInfinity, 0, float.Epsilon, 0], y.AsSpan(1));
        Bits.AssertEqual([0, 0, 0, 5, 0, 5, 0], dx);
    }

    [Fact]
    public void Activations_ShorterOperand_Throw()
    {
        float[] four = new float[4], five = new float[5];
        Assert.ThrowsAny<ArgumentException>(() => Elementwise.Activate(new Activations.Tanh(), four, five));
        Assert.ThrowsAny<ArgumentException>(() => Elementwise.ActivationGradient(new Activations.Tanh(), four, five, five, five));
        Assert.ThrowsAny<ArgumentException>(() => Elementwise.ActivationGradient(new Activations.Tanh(), five, four, five, five));
        Assert.ThrowsAny<ArgumentException>(() => Elementwise.ActivationGradient(new Activations.Tanh(), five, five, four, five));
    }

    [Fact]
    public void Clip_AnyLength_IsItsDefinition()
    {
        for (int length = 0; length <= 70; length++)
        {
            float[] g = Draw.Normal(length + 1, 1), expected = [.. g.Select((value, i) => i == length ? value : Math.Clamp(value, -0.5f, 0.5f))];
            Elementwise.Clip(g.AsSpan(0, length), 0.5f);
            Bits.AssertEqual(expected, g);
        }
    }

    [Fact]
    public void Clip_SpecialValues_KeepsWhatIsWithin_AndShowsWhatIsNotFinite()
    {
        float[] g = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, 2, -2, -0f, 0, 1e-45f, float.MaxValue, -float.MaxValue];
        Elementwise.Clip(g, 2);
        Assert.All(g[..3], value => Assert.True(float.IsNaN(value)));
        Bits.AssertEqual([2, -2, -0f, 0, 1e-45f, 2, -2], g.AsSpan(3));
    }

    [Fact]
    public void Updates_ShorterState_Throw()
    {
        float[] four = new float[4], five = new float[5];
        Assert.ThrowsAny<ArgumentException>(() => Elementwise.Sgd(five, four, 1, 0));
        Assert.ThrowsAny<ArgumentException>(() => Elementwise.Momentum(five, four, five, 1, 0.5f, 0, false));
        Assert.ThrowsAny<ArgumentException>(() => Elementwise.Momentum(five, five, four, 1, 0.5f, 0, false));
        Assert.ThrowsAny<ArgumentException>(() => Elementwise.Adam(five, four, five, five, 1, 1, 0, 0, 1, 0));
        Assert.ThrowsAny<ArgumentException>(() => Elementwise.Adam(five, five, four, five, 1, 1, 0, 0, 1, 0));
        Assert.ThrowsAny<ArgumentException>(() => Elementwise.Adam(five, five, five, four, 1, 1, 0, 0, 1, 0));
        Assert.ThrowsAny<ArgumentException>(() => Elementwise.RmsProp(five, four, five, 1, 0, 1));
        Assert.ThrowsAny<ArgumentException>(() => Elementwise.RmsProp(five, five, four, 1, 0, 1));
        Assert.ThrowsAny<ArgumentException>(() => Elementwise.RmsProp(five, five, five, four, 1, 0, 1, 0.5f));
        Assert.ThrowsAny<ArgumentException>(() => Elementwise.AdaGrad(five, four, five, 1, 1));
        Assert.ThrowsAny<ArgumentException>(() => Elementwise.AdaGrad(five, five, four, 1, 1));
    }
}
