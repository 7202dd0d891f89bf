using Samples;

namespace Mnist.Tests.Training;

public sealed class LiveStateTests
{
    [Theory]
    [InlineData(new double[] { 1, 2, 3, 4, 5, 6, 7, 8 }, 8, "▁▂▃▄▅▆▇█")]
    [InlineData(new double[] { 0, 0, 7, 7 }, 2, "▁█")]
    [InlineData(new double[] { 3, 3, 3 }, 10, "▁▁▁")]
    [InlineData(new double[] { 1, double.NaN, 2 }, 3, "▁×█")]
    [InlineData(new double[0], 5, "")]
    [InlineData(new double[] { 1 }, 0, "")]
    public void Sparkline_OfNumbers_FitsTheWidth(double[] values, int width, string expected) => Assert.Equal(expected, Sparkline.Of(values, width));

    [Fact]
    public void Lines_OfAStep_AreThese()
    {
        var state = new LiveState();
        for (int i = 1; i <= 3; i++)
            state.Note(Step(i), epochsDone: 1, epochs: 4, loss: 1.0 / i, accuracy: i / 4.0, samples: 1000 * i, TimeSpan.FromSeconds(i));

        Assert.Equal(
        [
            "epoch 2/4  ██████████████████████░░░░░░░░   75 %  1,000 samples/s  ETA 0:03",
            "loss     0.3333     █▃▁",
            "accuracy 0.7500     ▁▅█",
        ], state.Lines(100));
    }

    [Theory]
    [InlineData(61), InlineData(20), InlineData(5)]
    public void Lines_OfAnyWidth_FitIt(int width)
    {
        var state = new LiveState();
        for (int i = 0; i < 1000; i++) state.Note(Step(1 + (i % 4)), 1, 400, i, 0.5, i, TimeSpan.FromSeconds(1 + i));

        Assert.All(state.Lines(width), line => Assert.InRange(line.Length, 1, width));
    }

    private static StepResult Step(int step) => new() { Step = step, Epoch = 2, StepInEpoch = step, StepsPerEpoch = 4, Loss = 1, LearningRate = 1 };
}
