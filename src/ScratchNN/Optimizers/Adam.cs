using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>Adam: gradient descent with a step size of its own for every parameter.</summary>
/// <remarks>
/// <code>
/// m ← β₁·m + (1 − β₁)·g
/// v ← β₂·v + (1 − β₂)·g²
/// w ← w − η/(1 − β₁ᵗ) · m / (√v / √(1 − β₂ᵗ) + ε)
/// </code>
/// m and v below 1.2e-38, which hardware is slow with, become 0. D. Kingma, J. Ba: Adam: a method for stochastic optimization, ICLR 2015; ε as in algorithm 1 there and in PyTorch.
/// </remarks>
public sealed class Adam : Optimizer
{
    private readonly float _beta1, _beta2, _epsilon;

    /// <summary>Adam with the constants of the paper.</summary>
    /// <param name="learningRate">η &gt; 0, finite. Default 0.001.</param>
    /// <param name="beta1">β₁ in [0, 1). Default 0.9.</param>
    /// <param name="beta2">β₂ in [0, 1). Default 0.999.</param>
    /// <param name="epsilon">ε &gt; 0, finite. Default 1e-8.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public Adam(float learningRate = 1e-3f, float beta1 = 0.9f, float beta2 = 0.999f, float epsilon = 1e-8f)
    {
        LearningRate = Guard.PositiveFinite(learningRate);
        _beta1 = Guard.FromZeroBelowOne(beta1);
        _beta2 = Guard.FromZeroBelowOne(beta2);
        _epsilon = Guard.PositiveFinite(epsilon);
    }

    /// <inheritdoc/>
    public override float LearningRate { get; }

    /// <inheritdoc/>
    public override int StateSlots => 2;

    /// <inheritdoc/>
    public override void Step(in OptimizerPass pass)
    {
        double correction1 = 1 - Power(_beta1, pass.StepNumber), correction2 = 1 - Power(_beta2, pass.StepNumber);
        float rate = (float)(pass.LearningRate / correction1), scale = (float)(1 / Math.Sqrt(correction2));

        // m ← β₁·m + (1 − β₁)·g;  v ← β₂·v + (1 − β₂)·g²;  w ← w − rate·m / (√v·scale + ε)
        Elementwise.Adam(pass.Parameters, pass.Gradient, pass.State(0), pass.State(1), rate, scale, _beta1, _beta2, _epsilon);
    }

    /// <summary>The optimizer and its numbers.</summary>
    public override string ToString() => FormattableString.Invariant($"Adam({LearningRate}, β₁ {_beta1}, β₂ {_beta2}, ε {_epsilon})");

    /// <summary>baseᵗ by squaring: Math.Pow differs in its last bit between operating systems.</summary>
    private static double Power(double value, long exponent)
    {
        double result = 1;
        for (; exponent > 0; exponent >>= 1, value *= value)
            if ((exponent & 1) != 0) result *= value;
        return result;
    }
}
