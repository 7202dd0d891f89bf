namespace ScratchNN;

/// <summary>Adam with weight decay that does not go through its averages.</summary>
/// <remarks>
/// <code>
/// w ← w − η·λ·w                                    biases and scales have no decay
/// m ← β₁·m + (1 − β₁)·g
/// v ← β₂·v + (1 − β₂)·g²
/// w ← w − η/(1 − β₁ᵗ) · m / (√v / √(1 − β₂ᵗ) + ε)
/// </code>
/// Decay as part of the gradient would be divided by √v: weights with large gradients would decay least. I. Loshchilov, F. Hutter: Decoupled weight decay
/// regularization, ICLR 2019; as in PyTorch, λ is relative to the learning rate, so a schedule scales the decay too. The rest is <see cref="Adam"/>.
/// </remarks>
public sealed class AdamW : Optimizer
{
    /// <summary>AdamW with the constants of the paper.</summary>
    /// <param name="learningRate">η &gt; 0. Default 0.001.</param>
    /// <exception cref="ArgumentOutOfRangeException">η is outside its range.</exception>
    public AdamW(double learningRate = 1e-3) : base(Guard.PositiveFinite(learningRate))
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

    /// <summary>λ, the weight decay: at least 0. Default 0.01. Parameters that are <see cref="ParameterRole.Undecayed"/> have none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, or not finite.</exception>
    public double WeightDecay { get; init => field = Guard.FiniteAtLeast(0, value, nameof(WeightDecay)); } = 0.01;

    /// <inheritdoc/>
    public override int StateSlots => 2;

    /// <inheritdoc/>
    public override void Step(in OptimizerPass pass)
    {
        // w ← w − η·λ·w;  then Adam's step
        double decay = pass.Role == ParameterRole.Undecayed ? 0 : WeightDecay;
        Adam.Step(pass, Beta1, Beta2, Epsilon, pass.LearningRate * decay);
    }

    /// <summary>The optimizer and its numbers.</summary>
    public override string ToString() =>
        FormattableString.Invariant(
            $"AdamW({(float)LearningRate}, β₁ {(float)Beta1}, β₂ {(float)Beta2}, ε {(float)Epsilon}, weight decay {(float)WeightDecay})");
}
