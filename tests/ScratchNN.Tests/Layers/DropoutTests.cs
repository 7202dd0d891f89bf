namespace ScratchNN.Tests.Layers;

/// <summary>What dropout promises besides the contract.</summary>
public sealed class DropoutTests
{
    private const ulong Seed = 3;
    private const int FirstRow = 5;

    [Theory]
    [InlineData(0), InlineData(0.1), InlineData(0.5), InlineData(0.9)]
    public void Forward_Training_DropsAShareAndKeepsTheMean(double rate)
    {
        const int N = 100, Size = 1000;
        float[] y = Run(new Dropout(rate), Draw.Filled(N * Size, 1), N);

        double dropped = y.Count(value => value == 0) / (double)y.Length, deviation = Math.Sqrt(rate * (1 - rate) / y.Length);
        Assert.Equal(rate, dropped, (4 * deviation) + 1e-12); // 4 standard deviations of a share
        Assert.All(y.Where(value => value != 0), value => Assert.Equal(1 / (1 - rate), value, 1e-6));
        Assert.Equal(1, y.Average(value => (double)value), (4 * deviation / (1 - rate)) + 1e-6);
    }

    [Fact]
    public void Forward_EachNumber_GoesByTheNumberOfItsRowAndPlace()
    {
        const float Rate = 0.3f;
        foreach (int size in (int[])[1, 3, 15, 16, 17, 255, 256, 257, 261, 700])
        {
            float[] x = Draw.Normal(4 * size, 1), expected = new float[x.Length];
            for (int row = 0; row < 4; row++)
            {
                var random = new RandomStream(Seed, FirstRow + (ulong)row);
                for (int j = 0; j < size; j++)
                    expected[(row * size) + j] = x[(row * size) + j] * (random.NextSingle() < Rate ? 0 : (float)(1 / (1 - (double)Rate)));
            }

            Bits.AssertEqual(expected, Run(new Dropout(Rate), x, 4), $"output of {size}");
        }
    }

    [Fact]
    public void Predict_IsTheInput()
    {
        var model = new Sequential(new Dropout(0.5));
        model.Build(9);
        float[] x = Draw.Normal(27, 1), y = new float[27];

        model.Predict(x, y);

        Bits.AssertEqual(x, y);
    }

    [Fact]
    public void Forward_NaNAndInfinity_AreNotDroppedInSilence()
    {
        float[] y = Run(new Dropout(0.5), [.. Draw.Filled(50, float.NaN), .. Draw.Filled(50, float.PositiveInfinity)], 1);

        Assert.All(y[..50], value => Assert.True(float.IsNaN(value)));
        Assert.All(y[50..], value => Assert.True(float.IsNaN(value) || float.IsPositiveInfinity(value)));
    }

    [Theory]
    [InlineData(-0.1), InlineData(1.0), InlineData(double.NaN), InlineData(0.9999999999)]
    public void Constructor_RateOutsideItsRange_Throws(double rate)
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => new Dropout(rate));
        Assert.Contains("at least 0 and below 1", exception.Message, StringComparison.Ordinal);
    }

    private static float[] Run(Dropout layer, float[] x, int n)
    {
        float[] y = Draw.Filled(x.Length, 7);
        layer.Forward(
            new ForwardPass
            {
                Parameters = default, Input = x, Output = y, BatchSize = n, InputShape = x.Length / n, IsTraining = true, Seed = Seed,
                FirstRow = FirstRow
            });
        return y;
    }
}
