using ScratchNN.Tests.EstimatorChecks;

namespace ScratchNN.Tests.Optimizers;

public sealed class AdamTests
{
    private const double Tolerance = 1e-6; // a few roundings of numbers near 1

    [Fact]
    public void Step_Twice_ByHand()
    {
        float[] w = [1], state = [0, 0];
        var adam = new Adam(0.1f) { Beta1 = 0.5f, Beta2 = 0.75f };
        Assert.Equal(2, adam.StateSlots);

        adam.Step(new OptimizerPass(state, 1) { Parameters = w, Gradient = [2], StepNumber = 1, LearningRate = (float)adam.LearningRate });
        Assert.Equal([1, 1], state);            // 0.5·2, 0.25·4
        Assert.Equal(0.9, w[0], Tolerance);     // m̂ = 1 / 0.5, v̂ = 1 / 0.25: 1 − 0.1·2/2

        adam.Step(new OptimizerPass(state, 1) { Parameters = w, Gradient = [-1], StepNumber = 2, LearningRate = (float)adam.LearningRate });
        Assert.Equal([0, 1], state);            // 0.5·1 − 0.5·1, 0.75·1 + 0.25·1
        Assert.Equal(0.9, w[0], Tolerance);     // no momentum left

        adam.Step(new OptimizerPass(state, 1) { Parameters = w, Gradient = [2], StepNumber = 3, LearningRate = (float)adam.LearningRate });
        Assert.Equal([1, 1.75f], state);
        double expected = 0.9 - (0.1 * (1 / 0.875) / Math.Sqrt(1.75 / 0.578125)); // 1 − 0.5³, 1 − 0.75³
        Assert.Equal(expected, w[0], Tolerance);
    }

    [Theory]
    [InlineData(1e-6f), InlineData(1f), InlineData(1e6f)]
    public void Step_First_MovesByTheRateWhateverTheGradient(float gradient)
    {
        float[] w = [0], state = [0, 0];
        new Adam(0.01f) { Epsilon = 1e-15f }.Step(new OptimizerPass(state, 1) { Parameters = w, Gradient = [gradient], StepNumber = 1, LearningRate = 0.01f });
        Assert.Equal(-0.01, w[0], Tolerance * 0.01);
    }

    [Fact]
    public void Step_AfterABillion_NeedsNoCorrection()
    {
        float[] w = [0], state = [1, 4];
        new Adam(0.5f)
        {
            Beta1 = 0,
            Beta2 = 0.5f
        }.Step(new OptimizerPass(state, 1) { Parameters = w, Gradient = [2], StepNumber = 1_000_000_000, LearningRate = 0.5f });
        Assert.Equal(-0.5, w[0], Tolerance); // m = 2, v = 4
    }

    [Fact]
    public void ToString_ShowsItsNumbers() => Assert.Equal("Adam(0.001, β₁ 0.9, β₂ 0.999, ε 1E-08)", new Adam().ToString());

    [Theory, Row(27)]
    [InlineData(0f), InlineData(-1f), InlineData(float.NaN), InlineData(float.PositiveInfinity)]
    public void Constructor_LearningRateOutOfRange_ThrowsAndNamesIt(float value) =>
        Assert.Throws<ArgumentOutOfRangeException>("learningRate", () => new Adam(value));

    [Theory]
    [InlineData(-0.1f), InlineData(1f), InlineData(float.NaN)]
    public void Constructor_BetaOutOfRange_ThrowsAndNamesIt(float value)
    {
        Assert.Throws<ArgumentOutOfRangeException>("Beta1", () => new Adam { Beta1 = value });
        Assert.Throws<ArgumentOutOfRangeException>("Beta2", () => new Adam { Beta2 = value });
    }

    [Theory]
    [InlineData(0f), InlineData(-1f), InlineData(float.NaN), InlineData(float.PositiveInfinity)]
    public void Constructor_EpsilonOutOfRange_ThrowsAndNamesIt(float value) =>
        Assert.Throws<ArgumentOutOfRangeException>("Epsilon", () => new Adam { Epsilon = value });
}
