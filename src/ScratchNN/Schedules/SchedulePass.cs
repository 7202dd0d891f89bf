namespace ScratchNN;

/// <summary>The argument of <see cref="LearningRateSchedule.Factor"/> before a step. Everything counts from the beginning of the Fit.</summary>
public readonly ref struct SchedulePass
{
    /// <summary>The number of the step in this Fit, from 0.</summary>
    public required long Step { get; init; }

    /// <summary>The steps of this Fit, if nothing ends it early; at least 1.</summary>
    public required long TotalSteps { get; init; }

    /// <summary>The steps of an epoch, at least 1.</summary>
    public required int StepsPerEpoch { get; init; }

    /// <summary>The number of the epoch in this Fit, from 0.</summary>
    public required int Epoch { get; init; }

    /// <summary>The results of the epochs that this Fit has completed, in order.</summary>
    public ReadOnlySpan<EpochResult> Epochs { get; init; }

    /// <summary>The share of the steps that are done: 0 at the first step, 1 − 1/<see cref="TotalSteps"/> at the last.</summary>
    public double Progress => (double)Step / TotalSteps;
}
