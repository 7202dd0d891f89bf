namespace ScratchNN.Tests.Losses;

public sealed class MeanSquaredErrorTests
{
    [Fact]
    public void Compute_Targets_ByHand()
    {
        float[] loss = new float[2], gradient = new float[4];
        new MeanSquaredError().Compute(new LossPass { Output = [1, 2, 3, 5], Targets = [0, 2, 5, 1], Losses = loss, OutputGradient = gradient, BatchSize = 2 });

        Assert.Equal([0.5f, 10], loss);    // (1² + 0²) / 2, (2² + 4²) / 2
        Assert.Equal([1, 0, -2, 4], gradient);
    }

    [Fact]
    public void Compute_LabelsOfOneOutput_AreNumbers()
    {
        float[] loss = new float[2], gradient = new float[2];
        new MeanSquaredError().Compute(new LossPass { Output = [1, 2], Labels = [4, -2], Losses = loss, OutputGradient = gradient, BatchSize = 2 });

        Assert.Equal([9, 16], loss);
        Assert.Equal([-6, 8], gradient);
    }

    [Fact]
    public void RequireShapes_OtherSizes_Throws() => Assert.Throws<ArgumentException>(() => new MeanSquaredError().RequireShapes(3, 4));

    [Fact]
    public void RequireShapes_LabelsOrEqualSizes_Passes()
    {
        new MeanSquaredError().RequireShapes(3, null);
        new MeanSquaredError().RequireShapes(4, new Shape(2, 2));
    }

    [Fact]
    public void Absorbs_Nothing() => Assert.False(new MeanSquaredError().Absorbs(new Softmax()));
}
