namespace ScratchNN.Tests.Losses;

public sealed class CrossEntropyTests
{
    private const double Tolerance = 1e-6; // a few roundings of numbers near 1

    [Fact]
    public void Compute_GradientInPlaceOfTheOutputs_IsRefused()
    {
        float[] z = [1, 2, 3];
        var exception = Assert.Throws<ArgumentException>(() =>
            new CrossEntropy().Compute(new LossPass { Output = z, Labels = [1], Losses = new float[1], OutputGradient = z, BatchSize = 1 }));
        Assert.Contains("memory of its own", exception.Message, StringComparison.Ordinal);
        Assert.Equal([1, 2, 3], z);
    }

    [Fact]
    public void Compute_ByHand()
    {
        // softmax of [0, ln 2, ln 5] is [1, 2, 5] / 8
        var (loss, gradient) = Compute([0, MathF.Log(2), MathF.Log(5)], [1]);

        Assert.Equal(Math.Log(4), loss[0], Tolerance);
        Assert.Equal(1 / 8.0, gradient[0], Tolerance);
        Assert.Equal((2 / 8.0) - 1, gradient[1], Tolerance);
        Assert.Equal(5 / 8.0, gradient[2], Tolerance);
    }

    [Fact]
    public void Compute_EqualLogits_IsTheLogarithmOfTheClasses() =>
        Assert.Equal(Math.Log(10), Compute(Draw.Filled(10, 3), [4]).Loss[0], Tolerance);

    [Fact]
    public void Compute_SoftTargets_IsTheirMixtureOfLosses()
    {
        float[] z = Draw.Normal(10, 1), t = new float[10];
        (t[2], t[7]) = (0.25f, 0.75f);

        double expected = (0.25 * Compute(z, [2]).Loss[0]) + (0.75 * Compute(z, [7]).Loss[0]);
        Assert.Equal(expected, Compute(z, [], t).Loss[0], 10 * Tolerance);
    }

    [Theory]
    [InlineData(1000f), InlineData(-1000f), InlineData(1e30f), InlineData(-1e30f)]
    public void Compute_LargeLogits_StaysFinite(float large)
    {
        foreach (int label in (int[])[0, 1, 2])
        {
            var (loss, gradient) = Compute([large, 0, 1], [label]);
            Assert.True(float.IsFinite(loss[0]) && loss[0] >= 0, $"label {label}: loss {loss[0]}");
            Assert.All(gradient, value => Assert.InRange(value, -1, 1));
        }
    }

    [Theory]
    [InlineData(1000f), InlineData(1e30f)]
    public void Compute_WrongAndCertain_CostsTheDistance(float large) =>
        Assert.Equal(large, Compute([large, 0, 1], [1]).Loss[0]);

    [Theory]
    [InlineData(100f), InlineData(1e30f)]
    public void Compute_RightAndCertain_CostsNothing(float large)
    {
        var (loss, gradient) = Compute([0, large, 1], [1]);
        Assert.Equal(0, loss[0]);
        Bits.AssertEqual([0, 0, 0], gradient.Select(value => MathF.Abs(value) < 1e-40f ? 0 : value).ToArray());
    }

    [Fact]
    public void Compute_TargetWithoutShareAtInfinity_HasNoLoss() =>
        Assert.Equal(Math.Log(2), Compute([0, float.NegativeInfinity, 0], [], [1, 0, 0]).Loss[0], Tolerance);

    [Fact]
    public void Compute_NaNLogit_IsSeen()
    {
        var (loss, gradient) = Compute([0, float.NaN, 0], [0]);
        Assert.True(float.IsNaN(loss[0]));
        Assert.All(gradient, value => Assert.True(float.IsNaN(value)));
    }

    [Fact]
    public void Absorbs_SoftmaxAlone()
    {
        Assert.True(new CrossEntropy().Absorbs(new Softmax()));
        Assert.False(new CrossEntropy().Absorbs(new ReLU()));
    }

    [Fact]
    public void RequireShapes_OneOutput_ThrowsAndNamesTheRemedy() =>
        Assert.Contains("MeanSquaredError", Assert.Throws<ArgumentException>(() => new CrossEntropy().RequireShapes(1, null)).Message,
            StringComparison.Ordinal);

    [Fact]
    public void RequireShapes_OneTarget_ThrowsAndNamesTheRange() =>
        Assert.Contains("0 to 9", Assert.Throws<ArgumentException>(() => new CrossEntropy().RequireShapes(10, 1)).Message, StringComparison.Ordinal);

    [Fact]
    public void RequireShapes_OtherSizes_ThrowsAndNamesBoth()
    {
        string message = Assert.Throws<ArgumentException>(() => new CrossEntropy().RequireShapes(10, new Shape(3, 4))).Message;
        Assert.Contains("[10]", message, StringComparison.Ordinal);
        Assert.Contains("[3 × 4]", message, StringComparison.Ordinal);
    }

    [Fact]
    public void RequireShapes_LabelsOrEqualSizes_Passes()
    {
        new CrossEntropy().RequireShapes(10, null);
        new CrossEntropy().RequireShapes(10, 10);
    }

    private static (float[] Loss, float[] Gradient) Compute(float[] z, int[] labels, float[]? targets = null)
    {
        float[] loss = [float.NaN], gradient = Draw.Filled(z.Length, float.NaN);
        new CrossEntropy().Compute(new LossPass { Output = z, Labels = labels, Targets = targets, Losses = loss, OutputGradient = gradient, BatchSize = 1 });
        return (loss, gradient);
    }
}
