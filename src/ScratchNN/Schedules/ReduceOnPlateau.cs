namespace ScratchNN;

/// <summary>Lowers the learning rate each time the results have not improved for some epochs.</summary>
/// <remarks>
/// <code>
/// factor = max(Minimum, Byᵏ)      k: how often Patience epochs in a row brought nothing better than the best before
/// </code>
/// The factor depends on the epochs of the Fit alone, so one instance may serve many Fits.
/// </remarks>
public sealed class ReduceOnPlateau : LearningRateSchedule
{
    /// <summary>The factor on the rate, above 0 and below 1. Default 0.1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    public double By { get; init => field = Guard.PositiveFinite(Guard.FromZeroBelowOne(value, nameof(By)), nameof(By)); } = 0.1;

    /// <summary>Epochs without improvement before the rate is lowered, and lowered again; at least 1. Default 5.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int Patience { get; init => field = Guard.AtLeast(1, value, nameof(Patience)); } = 5;

    /// <summary>The loss or metric that should improve, on the validation data if there is any. Default <see cref="Goal.Loss"/>.</summary>
    /// <exception cref="ArgumentNullException">Null.</exception>
    public Goal Monitor { get; init => field = value ?? throw new ArgumentNullException(nameof(Monitor)); } = Goal.Loss;

    /// <summary>The smallest factor: at least 0, below 1. Default 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    public double Minimum { get; init => field = Guard.FromZeroBelowOne(value, nameof(Minimum)); }

    /// <inheritdoc/>
    public override IReadOnlyList<Metric> Metrics => Monitor.Metrics;

    /// <inheritdoc/>
    public override double Factor(in SchedulePass pass)
    {
        double factor = 1, best = double.NaN;
        int epochsSince = 0;
        foreach (var epoch in pass.Epochs)
        {
            double value = Monitor.Of(epoch);
            if (Monitor.IsBetter(value, best))
                (best, epochsSince) = (value, 0);
            else if (++epochsSince == Patience)
                (factor, epochsSince) = (factor * By, 0);
        }
        return Math.Max(Minimum, factor);
    }

    /// <summary>The schedule and its numbers.</summary>
    public override string ToString() => FormattableString.Invariant($"ReduceOnPlateau(by {By}, patience {Patience}, monitor {Monitor}, minimum {Minimum})");
}
