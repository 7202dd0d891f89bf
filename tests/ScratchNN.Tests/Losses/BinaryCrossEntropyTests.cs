namespace ScratchNN.Tests.Losses;

public sealed class BinaryCrossEntropyTests
{
    private const double Tolerance = 1e-6; // a few roundings of numbers near 1

    [Fact]
    public void Compute_ByHand()
    {
        // the probabilities of yes are 2/3 and 1/4
        var (loss, gradient) = Compute([MathF.Log(2), -MathF.Log(3)], [1, 1]);

        Assert.Equal((Math.Log(1.5) + Math.Log(4)) / 2, loss, Tolerance);
        Assert.Equal(-1 / 6.0, gradient[0], Tolerance);
        Assert.Equal(-3 / 8.0, gradient[1], Tolerance);
    }

    [Theory]
    [InlineData(100f), InlineData(1e4f), InlineData(1e30f), InlineData(float.MaxValue)]
    public void Compute_LargeLogits_CostTheirDistanceOrNothing(float large)
    {
        Assert.Equal(large, Compute([large], [0]).Loss);
        Assert.Equal(large, Compute([-large], [1]).Loss);
        Assert.InRange(Compute([large], [1]).Loss, 0, 1e-40);
        Assert.InRange(Compute([-large], [0]).Loss, 0, 1e-40);
        Assert.Equal(1, Compute([large], [0]).Gradient[0]);
        Assert.Equal(-1, Compute([-large], [1]).Gradient[0]);
    }

    /// <summary>Of an answer that is right and nearly sure, ln(1 + e⁻ᶻ) ≈ e⁻ᶻ keeps its digits, and so does the slope.</summary>
    [Theory]
    [InlineData(12f), InlineData(20f), InlineData(60f)]
    public void Compute_NearlySure_KeepsItsDigits(float logit)
    {
        var (loss, gradient) = Compute([logit], [1]);
        double rest = Math.Exp(-logit);
        Assert.Equal(rest, loss, 1e-5 * rest);
        Assert.Equal(-rest, gradient[0], 1e-5 * rest);
    }

    [Theory]
    [InlineData(float.PositiveInfinity, 1), InlineData(float.NegativeInfinity, 0)]
    public void Compute_InfiniteAndRight_CostsNothing(float logit, float target) => Assert.Equal(0, Compute([logit], [target]).Loss);

    [Fact]
    public void Labels_OfOneOutput_AreNoAndYes()
    {
        float[] losses = new float[2], gradient = new float[2];
        new BinaryCrossEntropy().Compute(new LossPass { Output = [2, 2], Labels = [0, 1], Losses = losses, OutputGradient = gradient, BatchSize = 2 });

        Assert.Equal(Math.Log(1 + Math.Exp(2)), losses[0], Tolerance);
        Assert.Equal(Math.Log(1 + Math.Exp(-2)), losses[1], Tolerance);
    }

    [Fact]
    public void Absorbs_SigmoidAlone()
    {
        Assert.True(new BinaryCrossEntropy().Absorbs(new Sigmoid()));
        Assert.False(new BinaryCrossEntropy().Absorbs(new Softmax()));
    }

    [Theory]
    [InlineData(-0.1), InlineData(1), InlineData(double.NaN)]
    public void LabelSmoothing_OutOfRange_Throws(double smoothing)
    {
        Assert.Throws<ArgumentOutOfRangeException>("LabelSmoothing", () => new BinaryCrossEntropy { LabelSmoothing = smoothing });
        Assert.Throws<ArgumentOutOfRangeException>("LabelSmoothing", () => new CrossEntropy { LabelSmoothing = smoothing });
    }

    [Fact]
    public void RequireShapes_WhatItCannotAnswer_NamesTheRemedy()
    {
        var loss = new BinaryCrossEntropy();
        Assert.Contains("For one class of several use CrossEntropy", Message(3, null), StringComparison.Ordinal);
        Assert.Equal("BinaryCrossEntropy needs a target for each output: the model gives [3] per sample, y has [1]. End the model in 1 output, "
            + "or pass 3 targets per sample.", Message(3, 1));
        loss.RequireShapes(1, null);
        loss.RequireShapes(3, 3);

        string Message(int outputs, int? target) =>
            Assert.Throws<ArgumentException>(() => loss.RequireShapes(outputs, target is { } size ? (Shape)size : null)).Message;
    }

    [Fact]
    public void ToString_NamesWhatChangesResults() =>
        Assert.Equal(
            ["BinaryCrossEntropy", "BinaryCrossEntropy(label smoothing 0.1)", "CrossEntropy", "CrossEntropy(label smoothing 0.1)",
                "CrossEntropy(ignored label -100)", "CrossEntropy(label smoothing 0.1, ignored label 3)", "Huber(1)", "Huber(0.25)"],
            ((Loss[])[new BinaryCrossEntropy(), new BinaryCrossEntropy { LabelSmoothing = 0.1 }, new CrossEntropy(), new CrossEntropy { LabelSmoothing = 0.1 },
                new CrossEntropy { IgnoredLabel = -100 },
                new CrossEntropy { LabelSmoothing = 0.1, IgnoredLabel = 3 }, new Huber(), new Huber(0.25)]).Select(loss => loss.ToString()));

    [Theory]
    [InlineData(0), InlineData(-1), InlineData(double.NaN), InlineData(double.PositiveInfinity)]
    public void Huber_DeltaOutOfRange_Throws(double delta) => Assert.Throws<ArgumentOutOfRangeException>(nameof(delta), () => new Huber(delta));

    private static (double Loss, float[] Gradient) Compute(float[] z, float[] targets)
    {
        float[] loss = [float.NaN], gradient = Draw.Filled(z.Length, float.NaN);
        new BinaryCrossEntropy().Compute(new LossPass { Output = z, Targets = targets, Losses = loss, OutputGradient = gradient, BatchSize = 1 });
        return (loss[0], gradient);
    }
}
