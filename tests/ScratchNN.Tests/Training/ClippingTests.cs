namespace ScratchNN.Tests;

public class ClippingTests
{
    private const double Rounding = 1e-5; // relative: a weight of some 1 minus a step of some 0.1, in float

    [Theory]
    [InlineData(0.1f)]
    [InlineData(0.7f)]
    public void Fit_GradientAboveTheLimit_IsScaledToIt(float limit) => Assert.Equal(1, StepNorm(limit) / limit, Rounding / limit);

    [Fact]
    public void Fit_GradientAboveTheLimit_KeepsItsDirection()
    {
        const double Aligned = 1e-6;
        float[] free = Step(null), clipped = Step(0.5f);

        double dot = free.Zip(clipped).Sum(pair => (double)pair.First * pair.Second);
        Assert.Equal(1, dot / (Norm(free) * Norm(clipped)), Aligned);
    }

    [Fact]
    public void Fit_GradientBelowTheLimit_IsNotTouched()
    {
        double norm = StepNorm(null);

        Assert.Equal(Bits.Of(Step(null)), Bits.Of(Step((float)norm * 1.01f)));
        Assert.NotEqual(Bits.Of(Step(null)), Bits.Of(Step((float)norm * 0.99f)));
    }

    private static double StepNorm(float? limit) => Norm(Step(limit));

    private static double Norm(float[] values) => Math.Sqrt(values.Sum(value => (double)value * value));

    /// <summary>What one step of plain gradient descent with rate 1 subtracts from the weights: the gradient.</summary>
    private static float[] Step(float? limit)
    {
        var (x, y) = Blobs.Make();
        var model = Blobs.Model();
        model.Build(Blobs.Features);
        float[] before = model.Parameters.ToArray();
        new Trainer(model, new() { Epochs = 1, BatchSize = 1000, Optimizer = new Sgd(1), ClipNorm = limit }).Fit(x, y);
        return [.. before.Zip(model.Parameters.ToArray()).Select(pair => pair.First - pair.Second)];
    }
}
