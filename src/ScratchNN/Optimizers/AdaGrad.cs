using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>Gradient descent by gradients relative to all that were before: rare features keep large steps.</summary>
/// <remarks>
/// <code>
/// s ← s + g²
/// w ← w − η·g / (√s + ε)
/// </code>
/// s only grows, so steps shrink like 1/√t. An s below 1.2e-38, which hardware is slow with, becomes 0.
/// J. Duchi, E. Hazan, Y. Singer: Adaptive subgradient methods for online learning and stochastic optimization, JMLR 12, 2011; s begins at 0, and ε is outside
/// the root, as in PyTorch.
/// </remarks>
public sealed class AdaGrad : Optimizer
{
    /// <summary>AdaGrad.</summary>
    /// <param name="learningRate">η &gt; 0. Default 0.01.</param>
    /// <exception cref="ArgumentOutOfRangeException">η is outside its range.</exception>
    public AdaGrad(double learningRate = 0.01) : base(Guard.PositiveFinite(learningRate))
    {
    }

    /// <summary>ε, above 0: what keeps a step from dividing by 0. Default 1e-10.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    public double Epsilon { get; init => field = Guard.PositiveFinite(value, nameof(Epsilon)); } = 1e-10;

    /// <inheritdoc/>
    public override int StateSlots => 1;

    /// <inheritdoc/>
    public override void Step(in OptimizerPass pass) =>
        // s ← s + g²;  w ← w − η·g / (√s + ε)
        Elementwise.AdaGrad(pass.Parameters, pass.Gradient, pass.State(0), pass.LearningRate, (float)Epsilon);

    /// <summary>The optimizer and its numbers.</summary>
    public override string ToString() => FormattableString.Invariant($"AdaGrad({(float)LearningRate}, ε {(float)Epsilon})");
}
