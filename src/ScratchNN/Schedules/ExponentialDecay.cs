using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>Lowers the learning rate by the same factor after each epoch.</summary>
/// <remarks>
/// <code>
/// perEpochᵏ    k: the epochs that are done
/// </code>
/// As PyTorch's ExponentialLR: the rate is the same throughout an epoch.
/// </remarks>
public sealed class ExponentialDecay : LearningRateSchedule
{
    private readonly double _perEpoch;

    /// <summary>An exponential decay.</summary>
    /// <param name="perEpoch">By which the rate is multiplied after each epoch, above 0 and below 1; 0.95 is usual.</param>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    public ExponentialDecay(double perEpoch) => _perEpoch = Guard.PositiveFinite(Guard.FromZeroBelowOne(perEpoch), nameof(perEpoch));

    /// <inheritdoc/>
    public override double Factor(in SchedulePass pass) => Powers.Of(_perEpoch, pass.Epoch);

    /// <summary>The schedule and its number.</summary>
    public override string ToString() => FormattableString.Invariant($"ExponentialDecay({_perEpoch})");
}
