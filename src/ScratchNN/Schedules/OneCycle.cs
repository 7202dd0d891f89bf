namespace ScratchNN;

/// <summary>One cycle: the learning rate rises to the optimizer's, and falls to nothing.</summary>
/// <remarks>
/// <code>
/// rising:   1/d + (1 − 1/d)·progress/r          for progress ≤ r
/// falling:  (1 − progress) / (1 − r)            after it
/// </code>
/// Large steps in the middle find a good region fast, small ones at the end settle in it: the last epoch is the best one, where a constant rate
/// leaves it to chance. After L. Smith, N. Topin: Super-convergence, 2018, with straight lines.
/// </remarks>
public sealed class OneCycle : LearningRateSchedule
{
    /// <summary>r, the share of the steps in which the rate rises: at least 0, below 1. Default 0.3.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    public double Rising { get; init => field = Guard.FromZeroBelowOne(value, nameof(Rising)); } = 0.3;

    /// <summary>d, by which the first rate is smaller than the highest: at least 1, finite. Default 25.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    public double Divisor { get; init => field = Guard.FiniteAtLeast(1, value, nameof(Divisor)); } = 25;

    /// <inheritdoc/>
    public override double Factor(in SchedulePass pass)
    {
        double progress = pass.Progress, rising = (float)Rising, divisor = (float)Divisor;
        return progress < rising
            ? (1 / divisor) + ((1 - (1 / divisor)) * (progress / rising))
            : (1 - progress) / (1 - rising);
    }

    /// <summary>The schedule and its numbers.</summary>
    public override string ToString() => FormattableString.Invariant($"OneCycle(rising {(float)Rising}, divisor {(float)Divisor})");
}
