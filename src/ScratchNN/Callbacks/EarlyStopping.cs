namespace ScratchNN;

/// <summary>Ends training when the validation loss, or a metric, no longer improves; without validation data, that of the training data.</summary>
/// <remarks>Its decisions depend only on the epochs of the Fit, so it needs no memory except the kept weights.</remarks>
/// <param name="patience">Epochs without improvement after which to end, at least 1. Default 5.</param>
/// <exception cref="ArgumentOutOfRangeException"><paramref name="patience"/> is below 1.</exception>
public sealed class EarlyStopping(int patience = 5) : Callback
{
    /// <summary>Epochs without improvement after which to end.</summary>
    public int Patience { get; } = Guard.AtLeast(1, patience);

    /// <summary>
    /// The loss or metric that should improve. An epoch whose value is NaN has not improved; if all are, nothing is restored. Default <see cref="Goal.Loss"/>.
    /// </summary>
    /// <exception cref="ArgumentNullException">Null.</exception>
    public Goal Monitor { get; init => field = value ?? throw new ArgumentNullException(nameof(Monitor)); } = Goal.Loss;

    /// <summary>By how much a value must be better to count, finite and at least 0. Default 0: any improvement counts.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative or not finite.</exception>
    public double MinimumImprovement { get; init => field = Guard.FiniteAtLeast(0, value, nameof(MinimumImprovement)); }

    /// <summary>
    /// Whether weights and optimizer go back to the best epoch when the Fit ends: because it was stopped early, by this or another callback, or because all
    /// epochs are done. They stay after a cancellation and after a failure. Default true.
    /// </summary>
    public bool RestoreBest { get; init; } = true;

    /// <inheritdoc/>
    public override IReadOnlyList<Metric> Metrics => Monitor.Metrics;

    /// <inheritdoc/>
    public override bool Decides(Model model) => true;

    /// <inheritdoc/>
    public override void OnEpochEnd(in CallbackPass pass)
    {
        int last = pass.Epochs.Length - 1, best = Best(pass);
        if (best == last && RestoreBest) pass.KeepWeights();
        if (last - best >= Patience) pass.Stop();
    }

    /// <inheritdoc/>
    public override void OnFitEnd(in CallbackPass pass, TrainingHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        if (RestoreBest && Best(pass) >= 0 && history.StopReason is StopReason.Completed or StopReason.StoppedEarly) pass.RestoreKeptWeights();
    }

    private int Best(in CallbackPass pass) => Monitor.IndexOfBest(pass.Epochs, MinimumImprovement);

    /// <summary>Its settings, in one line.</summary>
    public override string ToString() =>
        $"EarlyStopping(patience {Patience}, monitor {Monitor}, minimum improvement {NumberFormat.Text(MinimumImprovement)}, "
            + $"{(RestoreBest ? "restores the best" : "keeps the last")})";
}
