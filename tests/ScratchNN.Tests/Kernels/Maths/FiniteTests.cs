using ScratchNN.Kernels;

namespace ScratchNN.Tests.Kernels;

public sealed class FiniteTests
{
    [Fact]
    public void Are_AnyLength_FindsTheOneThatIsNot()
    {
        for (int length = 0; length <= 70; length++)
        {
            float[] x = Draw.Normal(length, 1);
            Assert.True(Finite.Are(x));
            Assert.Equal(-1, Finite.IndexOfFirstNot(x));
            for (int at = 0; at < length; at++)
                foreach (float bad in (float[])[float.NaN, float.PositiveInfinity, float.NegativeInfinity])
                {
                    float kept = x[at];
                    x[at] = bad;
                    Assert.False(Finite.Are(x));
                    Assert.Equal(at, Finite.IndexOfFirstNot(x));
                    x[at] = kept;
                }
        }
    }

    [Fact]
    public void Are_TheLargestAndTheSmallest_Yes() =>
        Assert.True(Finite.Are([.. Enumerable.Repeat((float[])[float.MaxValue, float.MinValue, float.Epsilon, -0f], 20).SelectMany(x => x)]));

    [Fact]
    public void Are_OfBothInfinities_No() =>
        Assert.False(Finite.Are([.. Enumerable.Repeat((float[])[float.PositiveInfinity, float.NegativeInfinity], 32).SelectMany(x => x)]));
}
