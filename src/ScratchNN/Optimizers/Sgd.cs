using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>Stochastic gradient descent, with or without momentum.</summary>
/// <remarks>
/// <code>
/// g ← g + λ·w            weight decay; biases and scales have none
/// v ← µ·v + g
/// w ← w − η·v            without momentum: w ← w − η·g
/// w ← w − η·(g + µ·v)    Nesterov: along the velocity that the next step will have
/// </code>
/// As PyTorch has it: the learning rate is outside the velocity, and weight decay is the gradient of ½λ·w², so momentum takes it up. A velocity below 1.2e-38,
/// which hardware is slow with, becomes 0. B. Polyak: Some methods of speeding up the convergence of iteration methods, 1964; Y. Nesterov, 1983, in the form of
/// I. Sutskever et al.: On the importance of initialization and momentum in deep learning, ICML 2013.
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

    /// <summary>Whether momentum looks a step ahead. Default false. Without <see cref="Momentum"/> it changes nothing.</summary>
    public bool Nesterov { get; init; }

    /// <summary>λ, the weight decay: at least 0. Default 0; 1e-4 is usual. Parameters that are <see cref="ParameterRole.Undecayed"/> have none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative, or not finite.</exception>
    public double WeightDecay { get; init => field = Guard.FiniteAtLeast(0, value, nameof(WeightDecay)); }

    /// <inheritdoc/>
    public override int StateSlots => Momentum == 0 ? 0 : 1;

    /// <inheritdoc/>
    public override void Step(in OptimizerPass pass)
    {
        float decay = pass.Role == ParameterRole.Undecayed ? 0 : (float)WeightDecay;
        if (Momentum == 0)
            // w ← w − η·(g + λ·w)
            Elementwise.Sgd(pass.Parameters, pass.Gradient, pass.LearningRate, decay);
        else
            // g ← g + λ·w;  v ← µ·v + g;  w ← w − η·v, or w − η·(g + µ·v)
            Elementwise.Momentum(pass.Parameters, pass.Gradient, pass.State(0), pass.LearningRate, (float)Momentum, decay, Nesterov);
    }

    /// <summary>The optimizer and its numbers.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"Sgd({(float)LearningRate}, {(Nesterov ? "Nesterov " : "")}momentum {(float)Momentum}")
        + (WeightDecay > 0 ? FormattableString.Invariant($", weight decay {(float)WeightDecay})") : ")");
}
