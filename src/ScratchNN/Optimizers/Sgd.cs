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
    private readonly float _momentum;

    /// <summary>Gradient descent.</summary>
    /// <param name="learningRate">η &gt; 0, finite. Default 0.01.</param>
    /// <param name="momentum">µ in [0, 1). Default 0; 0.9 is usual.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public Sgd(float learningRate = 0.01f, float momentum = 0)
    {
        LearningRate = Guard.PositiveFinite(learningRate);
        _momentum = Guard.FromZeroBelowOne(momentum);
    }

    /// <inheritdoc/>
    public override float LearningRate { get; }

    /// <inheritdoc/>
    public override int StateSlots => _momentum == 0 ? 0 : 1;

    /// <inheritdoc/>
    public override void Step(in OptimizerPass pass)
    {
        if (_momentum == 0)
            // w ← w − η·g
            Elementwise.Sgd(pass.Parameters, pass.Gradient, pass.LearningRate);
        else
            // v ← µ·v + g;  w ← w − η·v
            Elementwise.Momentum(pass.Parameters, pass.Gradient, pass.State(0), pass.LearningRate, _momentum);
    }

    /// <summary>The optimizer and its numbers.</summary>
    public override string ToString() => FormattableString.Invariant($"Sgd({LearningRate}, momentum {_momentum})");
}
