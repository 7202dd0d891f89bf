using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>Lowers the learning rate by a factor, again and again after some epochs.</summary>
/// <remarks>
/// <code>
/// factorᵏ      k: how often this many epochs have passed
/// </code>
/// As PyTorch's StepLR.
/// </remarks>
public sealed class StepDecay : LearningRateSchedule
{
    private readonly int _epochs;
    private readonly double _factor;

    /// <summary>A decay in steps.</summary>
    /// <param name="epochs">The epochs from one step down to the next, at least 1.</param>
    /// <param name="factor">By which the rate is multiplied, above 0 and below 1. Default 0.1.</param>
    /// <exception cref="ArgumentOutOfRangeException">One is outside its range.</exception>
    public StepDecay(int epochs, double factor = 0.1) =>
        (_epochs, _factor) = (Guard.AtLeast(1, epochs), Guard.PositiveFinite(Guard.FromZeroBelowOne(factor), nameof(factor)));

    /// <inheritdoc/>
    public override double Factor(in SchedulePass pass) => Powers.Of(_factor, pass.Epoch / _epochs);

    /// <summary>The schedule and its numbers.</summary>
    public override string ToString() => FormattableString.Invariant($"StepDecay(epochs {_epochs}, factor {_factor})");
}
