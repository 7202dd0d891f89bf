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
            Elementwise.Activate<Activations.ReLU>(x, y.AsSpan(0, length));
            Elementwise.ActivationGradient<Activations.ReLU>(x, y, dy, dx.AsSpan(0, length));

            Bits.AssertEqual([.. x.Select(value => value > 0 ? value : 0), float.NaN], y);
            Bits.AssertEqual([.. x.Select((value, i) => value > 0 ? dy[i] : 0), float.NaN], dx);
        }
    }

    [Fact]
    public void ReLU_SpecialValues_IsZeroUnlessPositive_AndKeepsNaN()
    {
        float[] x = [float.NaN, 0, -0f, float.PositiveInfinity, float.NegativeInfinity, float.Epsilon, -float.Epsilon], y = new float[7], dx = new float[7];
        Elementwise.Activate<Activations.ReLU>(x, y);
        Elementwise.ActivationGradient<Activations.ReLU>(x, y, Draw.Filled(7, 5), dx);

        Assert.True(float.IsNaN(y[0]));
        Bits.AssertEqual([0, 0, float.PositiveInfinity, 0, float.Epsilon, 0], y.AsSpan(1));
        Bits.AssertEqual([0, 0, 0, 5, 0, 5, 0], dx);
    }

    [Fact]
    public void Activations_ShorterOperand_Throw()
    {
        float[] four = new float[4], five = new float[5];
        Assert.ThrowsAny<ArgumentException>(() => Elementwise.Activate<Activations.Tanh>(four, five));
        Assert.ThrowsAny<ArgumentException>(() => Elementwise.ActivationGradient<Activations.Tanh>(four, five, five, five));
        Assert.ThrowsAny<ArgumentException>(() => Elementwise.ActivationGradient<Activations.Tanh>(five, four, five, five));
        Assert.ThrowsAny<ArgumentException>(() => Elementwise.ActivationGradient<Activations.Tanh>(five, five, four, five));
    }

    [Fact]
    public void Updates_ShorterState_Throw()
    {
        Assert.ThrowsAny<ArgumentException>(() => Elementwise.Momentum(new float[5], new float[5], new float[4], 1, 0.5f));
        Assert.ThrowsAny<ArgumentException>(() => Elementwise.Adam(new float[5], new float[5], new float[4], new float[5], 1, 1, 0, 0, 1));
        Assert.ThrowsAny<ArgumentException>(() => Elementwise.Adam(new float[5], new float[5], new float[5], new float[4], 1, 1, 0, 0, 1));
    }
}
