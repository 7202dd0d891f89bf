using ScratchNN.Tests.EstimatorChecks;

namespace ScratchNN.Tests.Optimizers;

public sealed class SgdTests
{
    [Fact]
    public void Step_WithoutMomentum_ByHand()
    {
        float[] w = [1, -2];
        var sgd = new Sgd(0.5f);
        Assert.Equal(0, sgd.StateSlots);
        for (int t = 1; t <= 2; t++)
            sgd.Step(new OptimizerPass { Parameters = w, Gradient = [2, -4], StepNumber = t, LearningRate = (float)sgd.LearningRate });

        Assert.Equal([-1, 2], w); // 1 − 0.5·2 − 0.5·2, −2 + 0.5·4 + 0.5·4
    }

    [Fact]
    public void Step_WithMomentum_ByHand()
    {
        float[] w = [1], v = [0];
        var sgd = new Sgd(0.25f) { Momentum = 0.5f };
        Assert.Equal(1, sgd.StateSlots);

        sgd.Step(new OptimizerPass(v, 1) { Parameters = w, Gradient = [2], StepNumber = 1, LearningRate = (float)sgd.LearningRate });
        Assert.Equal([2], v);
        Assert.Equal([0.5f], w); // 1 − 0.25·2

        sgd.Step(new OptimizerPass(v, 1) { Parameters = w, Gradient = [4], StepNumber = 2, LearningRate = (float)sgd.LearningRate });
        Assert.Equal([5], v);    // 0.5·2 + 4
        Assert.Equal([-0.75f], w); // 0.5 − 0.25·5
    }

    [Fact]
    public void Step_OtherRateInThePass_Counts()
    {
        float[] w = [1];
        new Sgd(0.5f).Step(new OptimizerPass { Parameters = w, Gradient = [1], StepNumber = 1, LearningRate = 0.25f });
        Assert.Equal([0.75f], w);
    }

    [Fact]
    public void ToString_ShowsItsNumbers() => Assert.Equal("Sgd(0.5, momentum 0.9)", new Sgd(0.5f) { Momentum = 0.9f }.ToString());

    [Theory, Row(27)]
    [InlineData(0f), InlineData(-1f), InlineData(float.NaN), InlineData(float.PositiveInfinity)]
    public void Constructor_LearningRateOutOfRange_ThrowsAndNamesIt(float value) =>
        Assert.Throws<ArgumentOutOfRangeException>("learningRate", () => new Sgd(value));

    [Theory]
    [InlineData(-0.1f), InlineData(1f), InlineData(float.NaN)]
    public void Constructor_MomentumOutOfRange_ThrowsAndNamesIt(float value) =>
        Assert.Throws<ArgumentOutOfRangeException>("Momentum", () => new Sgd(0.1f) { Momentum = value });
}
