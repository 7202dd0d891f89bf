using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>Gradient descent by gradients relative to their own recent size.</summary>
/// <remarks>
/// <code>
/// v ← α·v + (1 − α)·g²
/// b ← µ·b + g / (√v + ε)
/// w ← w − η·b            without momentum: w ← w − η·g / (√v + ε)
/// </code>
/// T. Tieleman, G. Hinton: Lecture 6.5, rmsprop, Coursera: Neural networks for machine learning, 2012, whose α this is; ε and momentum as in PyTorch, where α
/// is 0.99 by default. v begins at 0 and is not corrected, so the first steps are 1/√(1 − α) times as long. v and b below 1.2e-38, which hardware is slow with,
/// become 0.
/// </remarks>
public sealed class RmsProp : Optimizer
{
    /// <summary>RMSprop.</summary>
    /// <param name="learningRate">η &gt; 0. Default 0.001.</param>
    /// <exception cref="ArgumentOutOfRangeException">η is outside its range.</exception>
    public RmsProp(double learningRate = 1e-3) : base(Guard.PositiveFinite(learningRate))
    {
    }

    /// <summary>α, the share of the old mean of squared gradients: at least 0, below 1. Default 0.9.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    public double Decay { get; init => field = Guard.FromZeroBelowOne(value, nameof(Decay)); } = 0.9;

    /// <summary>µ, the share of the old step: at least 0, below 1. Default 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    public double Momentum { get; init => field = Guard.FromZeroBelowOne(value, nameof(Momentum)); }

    /// <summary>ε, above 0: what keeps a step from dividing by 0. Default 1e-8.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    public double Epsilon { get; init => field = Guard.PositiveFinite(value, nameof(Epsilon)); } = 1e-8;

    /// <inheritdoc/>
    public override int StateSlots => Momentum == 0 ? 1 : 2;

    /// <inheritdoc/>
    public override void Step(in OptimizerPass pass)
    {
        if (Momentum == 0)
            // v ← α·v + (1 − α)·g²;  w ← w − η·g / (√v + ε)
            Elementwise.RmsProp(pass.Parameters, pass.Gradient, pass.State(0), pass.LearningRate, (float)Decay, (float)Epsilon);
        else
            // v ← α·v + (1 − α)·g²;  b ← µ·b + g / (√v + ε);  w ← w − η·b
            Elementwise.RmsProp(pass.Parameters, pass.Gradient, pass.State(0), pass.State(1), pass.LearningRate, (float)Decay, (float)Epsilon, (float)Momentum);
    }

    /// <summary>The optimizer and its numbers.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"RmsProp({(float)LearningRate}, decay {(float)Decay}, momentum {(float)Momentum}, ε {(float)Epsilon})");
}
