namespace ScratchNN.Tests;

public class ClippingTests
{
    private const double Rounding = 1e-5; // relative: a weight of about 1 minus a step of about 0.1, in float

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

    /// <summary>Squares of floats from 1.8e19 on are infinite, those below 1e-23 are 0: the norm is neither.</summary>
    [Theory]
    [InlineData(1e15f, 1)]
    [InlineData(1e18f, 1)]
    [InlineData(1.9e19f, 1)]
    [InlineData(1e25f, 0.1f)]
    [InlineData(1e35f, 1)]
    [InlineData(3.4e38f, 1)]
    [InlineData(3.4e38f, 1e-3f)]  // limit / norm is not a normal float
    [InlineData(3.4e38f, 1e-30f)] // nor is it above 0 as a float
    [InlineData(1e-10f, 1e-12f)]
    [InlineData(1e-19f, 1e-20f)]
    [InlineData(1e-25f, 1e-26f)]
    [InlineData(1e-38f, 1e-38f)]
    public void Fit_GradientsOfAnySize_AreScaledToTheLimit(float size, float limit)
    {
        foreach (int features in (int[])[2, 17, 5000])
        {
            var model = new Sequential(new Dense(1) { Initialization = Initialization.Zeros });
            float[,] x = new float[1, features];
            for (int i = 0; i < features; i++) x[0, i] = i % 3 - 1;

            new Trainer(model, new() { Epochs = 1, Optimizer = new Sgd(1), Loss = new Steep(size), ClipNorm = limit, Checks = [] }).Fit(x, (float[])[0]);

            Assert.Equal(1, Norm(model.Parameters.ToArray()) / limit, Rounding);
        }
    }

    [Theory]
    [InlineData(1e25f)]
    [InlineData(1e-25f)]
    public void Fit_GradientBelowTheLimit_OfAnySize_IsNotTouched(float size)
    {
        var model = new Sequential(new Dense(1) { Initialization = Initialization.Zeros });

        new Trainer(model, new() { Epochs = 1, Optimizer = new Sgd(1), Loss = new Steep(size), ClipNorm = 2 * size, Checks = [] }).Fit([[1]], (float[])[0]);

        Assert.Equal([-size, -size], model.Parameters.ToArray());
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Fit_GradientThatIsNotFinite_StillBreaks(float size)
    {
        var model = new Sequential(new Dense(1) { Initialization = Initialization.Zeros });

        var options = new TrainerOptions { Epochs = 1, Loss = new Steep(size), ClipNorm = 1, Checks = [], WhenBroken = WhenBroken.Stop };
        var history = new Trainer(model, options).Fit([[1]], (float[])[0]);

        Assert.Equal(StopReason.Broken, history.StopReason);
        Assert.Equal([0, 0], model.Parameters.ToArray());
    }

    [Fact]
    public void Fit_ClipValue_ClipsEachEntryWithItsSign()
    {
        float[] free = Step(null), clipped = Step(null, value: 0.05f);

        Assert.Contains(free, entry => entry < -0.05f);
        Assert.Contains(free, entry => entry > 0.05f);
        for (int i = 0; i < free.Length; i++) Assert.Equal(Math.Clamp(free[i], -0.05f, 0.05f), clipped[i], Rounding);
        Assert.Equal(Bits.Of(Trained(null, null)), Bits.Of(Trained(null, free.Max(Math.Abs) * 1.01f)));
    }

    [Fact]
    public void Fit_ClipValueAndClipNorm_ClipsEntriesFirst()
    {
        float[] free = Step(null), entries = [.. free.Select(entry => Math.Clamp(entry, -0.05f, 0.05f))], both = Step(0.1f, 0.05f);

        Assert.True(Norm(entries) > 0.1);
        for (int i = 0; i < free.Length; i++) Assert.Equal(entries[i] * 0.1 / Norm(entries), both[i], Rounding);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void Fit_ClipValueOfWhatIsNotFinite_StillBreaks(float size)
    {
        var model = new Sequential(new Dense(1) { Initialization = Initialization.Zeros });

        var options = new TrainerOptions { Epochs = 1, Loss = new Steep(size), ClipValue = 1, Checks = [], WhenBroken = WhenBroken.Stop };
        var history = new Trainer(model, options).Fit([[1]], (float[])[0]);

        Assert.Equal(StopReason.Broken, history.StopReason);
        Assert.Equal([0, 0], model.Parameters.ToArray());
    }

    [Fact]
    public void Fit_WeightsThatAreLarge_TakesAStepOfTheLimit()
    {
        const float Limit = 1;
        var (x, y) = Blobs.Make();
        var model = new Sequential(new Dense(8), new Dense(Blobs.Classes));
        model.Build(Blobs.Features);
        foreach (ref float weight in model.Parameters) weight *= 1e9f;
        float[] before = model.Parameters.ToArray();

        // weights of 1e9 do not show a step of 1, so the rate is large
        var options = new TrainerOptions { Epochs = 1, BatchSize = Blobs.Count, Optimizer = new Sgd(1e12f), ClipNorm = Limit, Checks = [] };
        new Trainer(model, options with { Loss = new MeanSquaredError() }).Fit(x, Blobs.OneHot(y));

        Assert.Equal(1, Norm([.. before.Zip(model.Parameters.ToArray()).Select(pair => pair.First - pair.Second)]) / 1e12, 1e-3);
    }

    private static double StepNorm(float? limit) => Norm(Step(limit));

    private static double Norm(float[] values) => Math.Sqrt(values.Sum(value => (double)value * value));

    /// <summary>What one step of plain gradient descent with rate 1 subtracts from the weights: the gradient.</summary>
    private static float[] Step(float? limit, float? value = null)
    {
        var before = Blobs.Model();
        before.Build(Blobs.Features);
        return [.. before.Parameters.ToArray().Zip(Trained(limit, value).Parameters.ToArray()).Select(pair => pair.First - pair.Second)];
    }

    private static Sequential Trained(float? limit, float? value)
    {
        var (x, y) = Blobs.Make();
        var model = Blobs.Model();
        model.Build(Blobs.Features);
        new Trainer(model, new() { Epochs = 1, BatchSize = 1000, Optimizer = new Sgd(1), ClipNorm = limit, ClipValue = value }).Fit(x, y);
        return model;
    }

    /// <summary>y·slope: its gradient is the slope, whatever the output.</summary>
    private sealed class Steep(float slope) : Loss
    {
        public override void Compute(in LossPass pass)
        {
            pass.Losses.Clear();
            pass.OutputGradient.Fill(slope);
        }
    }
}
