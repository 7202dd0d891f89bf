using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>Adam: gradient descent with a step size of its own for every parameter.</summary>
/// <remarks>
/// <code>
/// m ← β₁·m + (1 − β₁)·g
/// v ← β₂·v + (1 − β₂)·g²
/// w ← w − η/(1 − β₁ᵗ) · m / (√v / √(1 − β₂ᵗ) + ε)
/// </code>
/// m and v below 1.2e-38, which hardware is slow with, become 0. D. Kingma, J. Ba: Adam: a method for stochastic optimization, ICLR 2015; ε as in algorithm 1
/// there and in PyTorch.
/// </remarks>
public sealed class Adam : Optimizer
{
    /// <summary>Adam with the constants of the paper.</summary>
    /// <param name="learningRate">η &gt; 0. Default 0.001.</param>
    /// <exception cref="ArgumentOutOfRangeException">η is outside its range.</exception>
    public Adam(double learningRate = 1e-3) : base(Guard.PositiveFinite(learningRate))
    {
    }

    /// <summary>β₁, the share of the old mean of gradients: at least 0, below 1. Default 0.9.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    public double Beta1 { get; init => field = Guard.FromZeroBelowOne(value, nameof(Beta1)); } = 0.9;

    /// <summary>β₂, the share of the old mean of squared gradients: at least 0, below 1. Default 0.999.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    public double Beta2 { get; init => field = Guard.FromZeroBelowOne(value, nameof(Beta2)); } = 0.999;

    /// <summary>ε, above 0: what keeps a step from dividing by 0. Default 1e-8.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    public double Epsilon { get; init => field = Guard.PositiveFinite(value, nameof(Epsilon)); } = 1e-8;

    /// <inheritdoc/>
    public override int StateSlots => 2;

    /// <inheritdoc/>
    public override void Step(in OptimizerPass pass) => Step(pass, Beta1, Beta2, Epsilon, decay: 0);

    /// <summary>The step, of weights that first lose the share <paramref name="decay"/> of themselves.</summary>
    internal static void Step(in OptimizerPass pass, double beta1, double beta2, double epsilon, double decay)
    {
        float b1 = (float)beta1, b2 = (float)beta2;
        double correction1 = 1 - Powers.Of(b1, pass.StepNumber), correction2 = 1 - Powers.Of(b2, pass.StepNumber);
        float rate = (float)(pass.LearningRate / correction1), scale = (float)(1 / Math.Sqrt(correction2));

        // m ← β₁·m + (1 − β₁)·g;  v ← β₂·v + (1 − β₂)·g²;  w ← w − decay·w − rate·m / (√v·scale + ε)
        Elementwise.Adam(pass.Parameters, pass.Gradient, pass.State(0), pass.State(1), rate, scale, b1, b2, (float)epsilon, (float)decay);
    }

    /// <summary>The optimizer and its numbers.</summary>
    public override string ToString() => FormattableString.Invariant($"Adam({(float)LearningRate}, β₁ {(float)Beta1}, β₂ {(float)Beta2}, ε {(float)Epsilon})");
}
