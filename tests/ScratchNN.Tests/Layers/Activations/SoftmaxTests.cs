namespace ScratchNN.Tests.Layers;

public sealed class SoftmaxTests
{
    private const double Tolerance = 1e-6; // a few roundings of numbers below 1

    [Fact]
    public void ForwardBackward_ByHand()
    {
        float[] x = [0, MathF.Log(2), MathF.Log(5)], y = new float[3], dx = new float[3];
        new Softmax().Forward(new ForwardPass { Parameters = default, Input = x, Output = y, BatchSize = 1, InputShape = 3 });
        double[] expected = [1 / 8.0, 2 / 8.0, 5 / 8.0];
        for (int i = 0; i < 3; i++) Assert.Equal(expected[i], y[i], Tolerance);

        // dy = [8, 0, 0]: Σ y·dy = 1, dx = y ⊙ (dy − 1)
        new Softmax()
            .Backward(
                new BackwardPass
                {
                    Parameters = default, Input = x, Output = y, OutputGradient = [8, 0, 0], InputGradient = dx, BatchSize = 1,
                    InputShape = 3
                });
        expected = [7 / 8.0, -2 / 8.0, -5 / 8.0];
        for (int i = 0; i < 3; i++) Assert.Equal(expected[i], dx[i], Tolerance);
    }

    [Fact]
    public void Forward_ShapeOfSeveralDimensions_IsOneRow()
    {
        float[] y = new float[4];
        new Softmax().Forward(new ForwardPass { Parameters = default, Input = new float[4], Output = y, BatchSize = 1, InputShape = new Shape(2, 2) });
        Assert.Equal([0.25f, 0.25f, 0.25f, 0.25f], y);
    }
}
