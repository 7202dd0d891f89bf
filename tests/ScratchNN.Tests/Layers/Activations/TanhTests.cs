namespace ScratchNN.Tests.Layers;

public sealed class TanhTests
{
    private const double Tolerance = 1e-6; // a few roundings of numbers below 4

    [Fact]
    public void ForwardBackward_ByHand()
    {
        // tanh x = (e²ˣ − 1) / (e²ˣ + 1); e^(2 ln 2) = 4: 3 / 5
        float[] x = [0, MathF.Log(2), -MathF.Log(2), float.PositiveInfinity, float.NegativeInfinity, float.NaN], y = new float[6], dx = new float[6];
        new Tanh().Forward(new ForwardPass { Parameters = default, Input = x, Output = y, BatchSize = 1, InputShape = 6 });
        AssertClose([0, 0.6, -0.6, 1, -1, double.NaN], y);

        // dy = 5: (1 − y²)·5
        new Tanh()
            .Backward(
                new BackwardPass
                {
                    Parameters = default, Input = x, Output = y, OutputGradient = Draw.Filled(6, 5), InputGradient = dx, BatchSize = 1,
                    InputShape = 6
                });
        AssertClose([5, 3.2, 3.2, 0, 0, double.NaN], dx);
    }

    [Fact]
    public void Backward_ShorterOutputGradient_ThrowsInsteadOfReadingBeyond() =>
        Assert.ThrowsAny<ArgumentException>(() => new Tanh().Backward(new BackwardPass
        {
            Parameters = default,
            Input = new float[7],
            Output = new float[7],
            OutputGradient = new float[3],
            InputGradient = new float[7],
            BatchSize = 1,
            InputShape = 7,
        }));

    private static void AssertClose(double[] expected, float[] actual)
    {
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], Tolerance);
    }
}
