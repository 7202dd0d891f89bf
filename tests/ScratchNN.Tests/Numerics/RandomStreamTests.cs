using CsCheck;

namespace ScratchNN.Tests;

public sealed class RandomStreamTests
{
    private const int Many = 1 << 20;

    // means and moments of a million numbers scatter by a thousandth of the standard deviation: five times that
    private const double SamplingError = 5e-3;

    [Fact]
    public void NextUInt32_PublishedVectors()
    {
        var zeros = new RandomStream(0, 0);
        Assert.Equal([0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8], Enumerable.Range(0, 4).Select(_ => zeros.NextUInt32()).ToArray());
    }

    [Fact]
    public void NextUInt32_SecondBlock_IsTheNextCounter()
    {
        var stream = new RandomStream(0x1122334455667788, 0x99aabbccddeeff00);
        for (int i = 0; i < 4; i++) stream.NextUInt32();
        var (x0, x1, x2, x3) = ScratchNN.Kernels.Philox.Block(1, 0, 0xddeeff00, 0x99aabbcc, 0x55667788, 0x11223344);
        Assert.Equal([x0, x1, x2, x3], [stream.NextUInt32(), stream.NextUInt32(), stream.NextUInt32(), stream.NextUInt32()]);
    }

    [Fact]
    public void NextSingle_IsWithinZeroAndOneOnAGrid()
    {
        var random = new RandomStream(1, 2);
        double sum = 0;
        for (int i = 0; i < Many; i++)
        {
            float value = random.NextSingle();
            Assert.True(value is >= 0 and < 1 && value * (1 << 24) == MathF.Floor(value * (1 << 24)), $"{value:R}");
            sum += value;
        }
        Assert.Equal(0.5, sum / Many, SamplingError);
    }

    [Theory]
    [InlineData(2), InlineData(3), InlineData(7), InlineData(10), InlineData(64), InlineData(100)]
    public void NextInt32_IsUniform(int bound)
    {
        const int N = 200_000;
        var random = new RandomStream(3, 4);
        double[] counts = new double[bound];
        for (int i = 0; i < N; i++) counts[random.NextInt32(bound)]++;

        double expected = (double)N / bound, chiSquare = counts.Sum(count => (count - expected) * (count - expected) / expected);
        double freedom = bound - 1;
        Assert.InRange(chiSquare, 0, freedom + (5 * Math.Sqrt(2 * freedom)) + 10); // a right generator exceeds it less than once in 10,000 seeds
    }

    [Fact]
    public void NextInt32_DrawnBounds_StaysBelowThem() =>
        Gen.Select(Gen.ULong, Gen.Int[1, int.MaxValue]).Sample((seed, bound) =>
        {
            var random = new RandomStream(seed, 0);
            for (int i = 0; i < 20; i++) Assert.InRange(random.NextInt32(bound), 0, bound - 1);
        });

    [Fact]
    public void NextInt32_LargeBound_FavoursNone()
    {
        // 2³² numbers on 3·2²⁹: taken as they come, 3, 3 and 2 of every 8 would fall on the remainders 0, 1 and 2
        const int Bound = 3 << 29, N = 100_000;
        var random = new RandomStream(5, 6);
        int[] counts = new int[3];
        for (int i = 0; i < N; i++) counts[random.NextInt32(Bound) % 3]++;
        Assert.All(counts, count => Assert.Equal(1 / 3.0, (double)count / N, 5 * Math.Sqrt(2 / 9.0 / N)));
    }

    [Theory]
    [InlineData(0), InlineData(-1)]
    public void NextInt32_BoundBelowOne_Throws(int bound)
    {
        var random = new RandomStream(0, 0);
        try
        {
            random.NextInt32(bound);
        }
        catch (ArgumentOutOfRangeException exception)
        {
            Assert.Equal(nameof(bound), exception.ParamName);
            return;
        }
        Assert.Fail("No exception.");
    }

    [Fact]
    public void FillUniform_FillsTheRangeEvenly()
    {
        float[] values = Draw.Filled(Many, float.NaN);
        new RandomStream(7, 8).FillUniform(values, -2, 6);

        Assert.All(values, value => Assert.InRange(value, -2, 6));
        Assert.Equal(2, Mean(values, value => value), 8 * SamplingError);
        Assert.Equal(64 / 12.0, Mean(values, value => (value - 2) * (value - 2)), 8 * SamplingError);
        Assert.InRange(values.Min(), -2, -1.999);
        Assert.InRange(values.Max(), 5.999, 6);
    }

    [Fact]
    public void FillUniform_RangeThatNoFloatHolds_StaysWithin()
    {
        float[] values = new float[Many];
        new RandomStream(7, 8).FillUniform(values, float.MinValue, float.MaxValue);

        Assert.All(values, value => Assert.True(float.IsFinite(value)));
        Assert.Equal(0, Mean(values, value => value / float.MaxValue), 8 * SamplingError);
        Assert.InRange(values.Min(), float.MinValue, 0.999f * float.MinValue);
        Assert.InRange(values.Max(), 0.999f * float.MaxValue, float.MaxValue);
    }

    [Fact]
    public void FillNormal_HasTheMomentsOfTheNormalDistribution()
    {
        float[] values = Draw.Filled(Many, float.NaN);
        new RandomStream(9, 10).FillNormal(values, 2);

        Assert.Equal(0, Mean(values, value => value), 2 * SamplingError);
        Assert.Equal(4, Mean(values, value => value * value), 4 * SamplingError * Math.Sqrt(2));
        Assert.Equal(0, Mean(values, value => value * value * value) / 8, SamplingError * Math.Sqrt(15));
        Assert.Equal(3, Mean(values, value => value * value * value * value) / 16, SamplingError * Math.Sqrt(96));
        Assert.Equal(0.6826895, values.Count(value => MathF.Abs(value) < 2) / (double)Many, SamplingError);
    }

    [Fact]
    public void FillNormal_ZeroDeviation_IsZero()
    {
        float[] values = Draw.Filled(10, float.NaN);
        new RandomStream(1, 1).FillNormal(values, 0);
        Assert.All(values, value => Assert.Equal(0, value));
    }

    [Fact]
    public void Streams_OfOneSeedAndSeedsOfOneStream_Differ()
    {
        var drawn = new HashSet<(uint, uint)>();
        for (ulong seed = 0; seed < 50; seed++)
            for (ulong number = 0; number < 50; number++)
            {
                var random = new RandomStream(seed, number);
                drawn.Add((random.NextUInt32(), random.NextUInt32()));
            }
        Assert.Equal(2500, drawn.Count);
    }

    [Fact]
    public void Copy_Repeats() =>
        Gen.Select(Gen.ULong, Gen.ULong, Gen.Int[0, 9]).Sample((seed, number, skip) =>
        {
            var random = new RandomStream(seed, number);
            for (int i = 0; i < skip; i++) random.NextUInt32();
            var copy = random;
            for (int i = 0; i < 9; i++) Assert.Equal(random.NextUInt32(), copy.NextUInt32());
        });

    [Fact]
    public void Shuffle_DrawnLengths_IsAPermutation() =>
        Gen.Select(Gen.ULong, Gen.Int[0, 300]).Sample((seed, length) =>
        {
            int[] values = [.. Enumerable.Range(0, length)];
            new RandomStream(seed, 0).Shuffle(values);
            Assert.Equal(Enumerable.Range(0, length), values.Order());
        });

    [Fact]
    public void Shuffle_ThreeValues_AllOrdersEquallyLikely()
    {
        const int N = 60_000;
        var random = new RandomStream(11, 12);
        var counts = new Dictionary<int, int>();
        for (int i = 0; i < N; i++)
        {
            int[] values = [1, 2, 3];
            random.Shuffle(values);
            int order = (values[0] * 100) + (values[1] * 10) + values[2];
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }
        Assert.Equal(6, counts.Count);
        Assert.All(counts.Values, count => Assert.Equal(1 / 6.0, count / (double)N, 5 * Math.Sqrt(5 / 36.0 / N)));
    }

    private static double Mean(float[] values, Func<double, double> of) => values.Sum(value => of(value)) / values.Length;
}
