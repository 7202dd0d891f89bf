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
    private readonly double _rising, _divisor;

    /// <summary>A cycle.</summary>
    /// <param name="rising">r, the share of the steps in which the rate rises: at least 0, below 1. Default 0.3.</param>
    /// <param name="divisor">d, by which the first rate is smaller than the highest: at least 1, finite. Default 25.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public OneCycle(float rising = 0.3f, float divisor = 25)
    {
        _rising = Guard.FromZeroBelowOne(rising);
        _divisor = Guard.FiniteAtLeast(1, divisor);
    }

    /// <inheritdoc/>
    public override double Factor(double progress) => progress < _rising
        ? (1 / _divisor) + ((1 - (1 / _divisor)) * (progress / _rising))
        : (1 - progress) / (1 - _rising);

    /// <summary>The schedule and its numbers.</summary>
    public override string ToString() => FormattableString.Invariant($"OneCycle(rising {_rising:0.###}, divisor {_divisor:0.###})");
}
