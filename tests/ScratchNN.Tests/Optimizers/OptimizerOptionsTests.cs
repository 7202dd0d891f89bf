namespace ScratchNN.Tests.Optimizers;

/// <summary>Options of the optimizers: their ranges, and that each is told where it changes the result.</summary>
public sealed class OptimizerOptionsTests
{
    private static readonly Dictionary<string, Func<double, Optimizer>> _shares = new()
    {
        ["Momentum of Sgd"] = value => new Sgd { Momentum = value },
        ["Beta1 of AdamW"] = value => new AdamW { Beta1 = value },
        ["Beta2 of AdamW"] = value => new AdamW { Beta2 = value },
        ["Decay of RmsProp"] = value => new RmsProp { Decay = value },
        ["Momentum of RmsProp"] = value => new RmsProp { Momentum = value },
    };

    private static readonly Dictionary<string, Func<double, Optimizer>> _positive = new()
    {
        ["learningRate of AdamW"] = value => new AdamW(value),
        ["learningRate of RmsProp"] = value => new RmsProp(value),
        ["learningRate of AdaGrad"] = value => new AdaGrad(value),
        ["Epsilon of AdamW"] = value => new AdamW { Epsilon = value },
        ["Epsilon of RmsProp"] = value => new RmsProp { Epsilon = value },
        ["Epsilon of AdaGrad"] = value => new AdaGrad { Epsilon = value },
    };

    private static readonly Dictionary<string, Func<double, Optimizer>> _fromZero = new()
    {
        ["WeightDecay of Sgd"] = value => new Sgd { WeightDecay = value },
        ["WeightDecay of AdamW"] = value => new AdamW { WeightDecay = value },
    };

    public static TheoryData<string> Options => [.. _shares.Keys, .. _positive.Keys, .. _fromZero.Keys];

    [Theory, MemberData(nameof(Options))]
    public void Option_OutsideItsRange_ThrowsAndNamesIt(string option)
    {
        var (make, outside) = _shares.TryGetValue(option, out var share) ? (share, (double[])[-0.1, 1, double.NaN])
            : _positive.TryGetValue(option, out var positive) ? (positive, [0, -1, double.NaN, double.PositiveInfinity, 1e39, 1e-46])
            : (_fromZero[option], [-1e-9, double.NaN, double.PositiveInfinity, 1e39]);
        foreach (double value in outside) Assert.Throws<ArgumentOutOfRangeException>(option.Split(' ')[0], () => make(value));
    }

    [Theory]
    [InlineData("Sgd(0.01, momentum 0)"), InlineData("Sgd(0.1, momentum 0.9, weight decay 0.0001)"), InlineData("Sgd(0.1, Nesterov momentum 0.9)")]
    [InlineData("AdamW(0.001, β₁ 0.9, β₂ 0.999, ε 1E-08, weight decay 0.01)"), InlineData("AdamW(0.002, β₁ 0.8, β₂ 0.99, ε 1E-06, weight decay 0)")]
    [InlineData("RmsProp(0.001, decay 0.9, momentum 0, ε 1E-08)"), InlineData("RmsProp(0.002, decay 0.99, momentum 0.5, ε 0.001)")]
    [InlineData("AdaGrad(0.01, ε 1E-10)"), InlineData("AdaGrad(0.5, ε 0.001)")]
    public void ToString_TellsEveryOption(string text)
    {
        Optimizer[] optimizers =
        [
            new Sgd(), new Sgd(0.1) { Momentum = 0.9, WeightDecay = 1e-4 }, new Sgd(0.1) { Momentum = 0.9, Nesterov = true },
            new AdamW(), new AdamW(0.002) { Beta1 = 0.8, Beta2 = 0.99, Epsilon = 1e-6, WeightDecay = 0 },
            new RmsProp(), new RmsProp(0.002) { Decay = 0.99, Momentum = 0.5, Epsilon = 1e-3 }, new AdaGrad(), new AdaGrad(0.5) { Epsilon = 1e-3 },
        ];
        Assert.Contains(text, optimizers.Select(optimizer => $"{optimizer}"));
    }

    [Fact]
    public void StateSlots_AreThoseThatTheRuleNeeds() => Assert.Equal(
        [0, 0, 1, 1, 2, 1, 2, 1],
        ((Optimizer[])[new Sgd(), new Sgd { WeightDecay = 1, Nesterov = true }, new Sgd { Momentum = 0.9 }, new Sgd { Momentum = 0.9, Nesterov = true },
            new AdamW(), new RmsProp(), new RmsProp { Momentum = 0.9 }, new AdaGrad()])
            .Select(optimizer => optimizer.StateSlots));

    /// <summary>A step takes 16.8 roundings off a weight of 1. A factor of 1 − 1e-6 would take 17 off all weights, and 1.3 % too much in the end.</summary>
    [Fact]
    public void AdamW_SmallDecay_IsNotRoundedForAllWeightsAlike()
    {
        float[] w = [1], state = [0, 0];
        var optimizer = new AdamW(1e-4) { WeightDecay = 0.01 };
        for (int t = 1; t <= 100_000; t++)
            optimizer.Step(new OptimizerPass(state, 1) { Parameters = w, Gradient = [0], StepNumber = t, LearningRate = (float)optimizer.LearningRate });
        Assert.Equal(Math.Exp(-0.1), w[0], 4e-4);
    }
}
