namespace ScratchNN.Tests.Layers;

public sealed class ReLUTests
{
    [Fact]
    public void ForwardBackward_ByHand()
    {
        float[] x = [-2, 0, 3, float.NaN, float.PositiveInfinity, float.NegativeInfinity, -0f], y = new float[7], dx = new float[7];
        new ReLU().Forward(new ForwardPass { Parameters = default, Input = x, Output = y, BatchSize = 1, InputShape = 7 });
        Assert.Equal([0, 0, 3, float.NaN, float.PositiveInfinity, 0, 0], y);

        new ReLU()
            .Backward(
                new BackwardPass
                {
                    Parameters = default, Input = x, Output = y, OutputGradient = Draw.Filled(7, 5), InputGradient = dx, BatchSize = 1,
                    InputShape = 7
                });
        Assert.Equal([0, 0, 5, 0, 5, 0, 0], dx); // 0 at the kink
    }

    [Fact]
    public void Backward_ShorterOutputGradient_ThrowsInsteadOfReadingBeyond() =>
        Assert.ThrowsAny<ArgumentException>(() => new ReLU().Backward(new BackwardPass
        {
            Parameters = default,
            Input = new float[7],
            Output = new float[7],
            OutputGradient = new float[3],
            InputGradient = new float[7],
            BatchSize = 1,
            InputShape = 7,
        }));
}
