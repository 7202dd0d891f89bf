using ScratchNN.Kernels;

namespace ScratchNN.Tests.Kernels;

public sealed class ElementwiseTests
{
    [Fact]
    public void WherePositive_AnyLength_IsItsDefinition()
    {
        for (int length = 0; length <= 70; length++)
        {
            float[] x = Draw.Normal(length, 1), dy = Draw.Normal(length, 2), dx = Draw.Filled(length + 1, float.NaN);
            Elementwise.WherePositive(x, dy, dx.AsSpan(0, length));

            Bits.AssertEqual([.. x.Select((value, i) => value > 0 ? dy[i] : 0), float.NaN], dx);
        }
    }

    [Fact]
    public void WherePositive_SpecialValues_IsZeroUnlessPositive()
    {
        float[] x = [float.NaN, 0, -0f, float.PositiveInfinity, float.NegativeInfinity, float.Epsilon, -float.Epsilon], dx = new float[7];
        Elementwise.WherePositive(x, Draw.Filled(7, 5), dx);

        Bits.AssertEqual([0, 0, 0, 5, 0, 5, 0], dx);
    }

    [Fact]
    public void WherePositive_ShorterOperand_Throws()
    {
        Assert.ThrowsAny<ArgumentException>(() => Elementwise.WherePositive(new float[4], new float[5], new float[5]));
        Assert.ThrowsAny<ArgumentException>(() => Elementwise.WherePositive(new float[5], new float[4], new float[5]));
    }

    [Fact]
    public void Updates_ShorterState_Throw()
    {
        Assert.ThrowsAny<ArgumentException>(() => Elementwise.Momentum(new float[5], new float[5], new float[4], 1, 0.5f));
        Assert.ThrowsAny<ArgumentException>(() => Elementwise.Adam(new float[5], new float[5], new float[4], new float[5], 1, 1, 0, 0, 1));
        Assert.ThrowsAny<ArgumentException>(() => Elementwise.Adam(new float[5], new float[5], new float[5], new float[4], 1, 1, 0, 0, 1));
    }
}
