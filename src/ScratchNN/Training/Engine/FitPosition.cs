namespace ScratchNN;

/// <summary>Where a Fit is, between two steps: what it takes to end it, here or in another process.</summary>
/// <param name="epochs">The planned epochs.</param><param name="rows">The training rows.</param><param name="validationRows">The validation rows.</param>
internal sealed class FitPosition(int epochs, int rows, int validationRows)
{
    public int Epochs { get; } = epochs;
    public int Rows { get; } = rows;
    public int ValidationRows { get; } = validationRows;

    /// <summary>What the result depends on beside the options: the kind of y, weights, metrics and frozen parameters.</summary>
    public string Conditions { get; init; } = "";

    /// <summary>Whether another process began it.</summary>
    public bool IsResumed { get; init; }

    public int EpochsDone { get; set; }

    /// <summary>Whether an epoch has its number already and is not completed.</summary>
    public bool IsInEpoch { get; set; }

    /// <summary>The batches of the epoch under way that are done, and their sums.</summary>
    public int BatchesDone { get; set; }

    /// <inheritdoc cref="BatchesDone"/>
    public BatchResult Total { get; set; }

    /// <summary>The metrics of these batches, in this process.</summary>
    public MetricRecord? Metrics { get; set; }

    /// <summary>The sums and outputs of metrics that another process has left.</summary>
    public (double[][] Sums, float[] Outputs)? Left { get; set; }

    /// <summary>The last step.</summary>
    public StepResult Step { get; set; }

    /// <summary>Whether a callback has asked to end after this step or epoch.</summary>
    public bool Stops { get; set; }

    /// <summary>Whether a callback has asked to end as a cancellation does. Another process, which ends the Fit, does not know.</summary>
    public bool IsCanceled { get; set; }

    /// <summary>Whether weights were restored, so that earlier steps can no longer be replayed.</summary>
    public bool HasRestored { get; set; }

    /// <summary>Of which the callbacks are hearing; null between these.</summary>
    public CallbackMoment? Moment { get; set; }

    /// <summary>Which callbacks have yet to hear of <see cref="Moment"/>.</summary>
    public bool[] Pending { get; set; } = [];

    public void BeginEpoch() => (IsInEpoch, BatchesDone, Total) = (true, 0, default);

    public void EndEpoch() => (IsInEpoch, BatchesDone, EpochsDone) = (false, 0, EpochsDone + 1);

    /// <summary>The position of a Fit of this data: the one that was interrupted, or a new one at its beginning.</summary>
    /// <exception cref="ArgumentException">The Fit that was interrupted had other data.</exception>
    public static FitPosition Of(TrainingState state, TrainerOptions options, RowSplit split, string conditions)
    {
        if (!state.IsResumed || state.Fit is not { } interrupted)
            return new FitPosition(options.Epochs, split.Training.Length, split.Validation.Length) { Conditions = conditions };
        Require("training", interrupted.Rows, split.Training.Length);
        Require("validation", interrupted.ValidationRows, split.Validation.Length);
        if (interrupted.Conditions != conditions)
            throw new ArgumentException(
                $"The Fit that was interrupted had {interrupted.Conditions}; this one has {conditions}. Pass the same to finish it. To train differently, "
                    + "create a new Trainer for this model.");
        return interrupted;

        static void Require(string kind, int before, int now)
        {
            if (before != now)
                throw new ArgumentException(
                    $"The Fit that was interrupted had {before} {kind} rows, this data has {now}: pass the same data to finish it. To train on other data, "
                        + "create a new Trainer for this model.");
        }
    }
}
