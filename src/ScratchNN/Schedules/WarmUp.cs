namespace ScratchNN;

/// <summary>Raises the learning rate from nearly nothing in the first steps, along a straight line; then another schedule takes over.</summary>
/// <remarks>
/// <code>
/// (s + 1)/n · then(0)     for the steps s = 0 … n − 1
/// then(s − n)             after them
/// </code>
/// What counts steps begins when the warm-up has ended: the other schedule sees <see cref="SchedulePass.Step"/> and <see cref="SchedulePass.TotalSteps"/>
/// without the n first ones, so a <see cref="CosineDecay"/> still ends with the Fit. Schedules that count epochs count those of the Fit: <c>new
/// StepDecay(30)</c>
/// lowers the rate after epoch 30, and <see cref="ReduceOnPlateau"/> sees every result. A Fit of n steps or fewer is all warm-up.
/// Adaptive optimizers need it because their averages are of few gradients at first, large batches because their rates are large. P. Goyal et al.: Accurate,
/// large minibatch SGD, 2017.
/// </remarks>
public sealed class WarmUp : LearningRateSchedule
{
    private readonly int _steps;
    private readonly LearningRateSchedule _then;

    /// <summary>A warm-up.</summary>
    /// <param name="steps">n, how many steps it lasts: at least 1.</param>
    /// <param name="then">The schedule after it. Default: the optimizer's learning rate throughout.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="steps"/> is below 1.</exception>
    public WarmUp(int steps, LearningRateSchedule? then = null) => (_steps, _then) = (Guard.AtLeast(1, steps), then ?? new ConstantSchedule());

    /// <inheritdoc/>
    public override IReadOnlyList<Metric> Metrics => _then.Metrics;

    /// <inheritdoc/>
    public override double Factor(in SchedulePass pass)
    {
        double then = _then.Factor(new SchedulePass
        {
            Step = Math.Max(0, pass.Step - _steps),
            TotalSteps = Math.Max(1, pass.TotalSteps - _steps),
            StepsPerEpoch = pass.StepsPerEpoch,
            Epoch = pass.Epoch,
            Epochs = pass.Epochs,
        });
        return pass.Step < _steps ? (pass.Step + 1.0) / _steps * then : then;
    }

    /// <summary>The schedule, its number and the schedule after it.</summary>
    public override string ToString() => FormattableString.Invariant($"WarmUp(steps {_steps}, then {_then})");
}
