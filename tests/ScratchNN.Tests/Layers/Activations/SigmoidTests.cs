namespace ScratchNN.Tests.Layers;

public sealed class SigmoidTests
{
    private const double Tolerance = 1e-6; // a few roundings of numbers below 2

    [Fact]
    public void ForwardBackward_ByHand()
    {
        // e^ln 3 = 3: 3 / 4 and 1 / 4
        float[] x = [0, MathF.Log(3), -MathF.Log(3), float.PositiveInfinity, float.NegativeInfinity, float.NaN], y = new float[6], dx = new float[6];
        new Sigmoid().Forward(new ForwardPass { Parameters = default, Input = x, Output = y, BatchSize = 1, InputShape = 6 });
        AssertClose([0.5, 0.75, 0.25, 1, 0, double.NaN], y);

        // dy = 8: y·(1 − y)·8
        new Sigmoid()
            .Backward(
                new BackwardPass
                {
                    Parameters = default, Input = x, Output = y, OutputGradient = Draw.Filled(6, 8), InputGradient = dx, BatchSize = 1,
                    InputShape = 6
                });
        AssertClose([2, 1.5, 1.5, 0, 0, double.NaN], dx);
    }

    [Fact]
    public void Forward_LargeNumbers_AreNoNaN()
    {
        float[] y = new float[2];
        new Sigmoid().Forward(new ForwardPass { Parameters = default, Input = [1000, -1000], Output = y, BatchSize = 1, InputShape = 2 });
        Assert.Equal([1, 0], y);
    }

    [Fact]
    public void Backward_ShorterOutputGradient_ThrowsInsteadOfReadingBeyond() =>
        Assert.ThrowsAny<ArgumentException>(() => new Sigmoid().Backward(new BackwardPass
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
