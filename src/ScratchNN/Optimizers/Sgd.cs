using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>Stochastic gradient descent, with or without momentum.</summary>
/// <remarks>
/// <code>
/// v ← µ·v + g
/// w ← w − η·v        without momentum: w ← w − η·g
/// </code>
/// As PyTorch has it: the learning rate is outside the velocity. A velocity below 1.2e-38, which hardware is slow with, becomes 0. B. Polyak: Some methods of speeding up the convergence of iteration methods, 1964.
/// </remarks>
public sealed class Sgd : Optimizer
{
    /// <summary>Gradient descent.</summary>
    /// <param name="learningRate">η &gt; 0. Default 0.01.</param>
    /// <exception cref="ArgumentOutOfRangeException">η is outside its range.</exception>
    public Sgd(double learningRate = 0.01) : base(Guard.PositiveFinite(learningRate))
    {
    }

    /// <summary>µ, the share of the old velocity: at least 0, below 1. Default 0; 0.9 is usual.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    public double Momentum { get; init => field = Guard.FromZeroBelowOne(value, nameof(Momentum)); }

    /// <inheritdoc/>
    public override int StateSlots => Momentum == 0 ? 0 : 1;

    /// <inheritdoc/>
    public override void Step(in OptimizerPass pass)
    {
        if (Momentum == 0)
            // w ← w − η·g
            Elementwise.Sgd(pass.Parameters, pass.Gradient, pass.LearningRate);
        else
            // v ← µ·v + g;  w ← w − η·v
            Elementwise.Momentum(pass.Parameters, pass.Gradient, pass.State(0), pass.LearningRate, (float)Momentum);
    }

    /// <summary>The optimizer and its numbers.</summary>
    public override string ToString() => FormattableString.Invariant($"Sgd({(float)LearningRate}, momentum {(float)Momentum})");
}
