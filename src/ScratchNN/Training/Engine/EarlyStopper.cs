namespace ScratchNN;

/// <summary>Watches the validation loss, keeps the best epoch, and says when to end.</summary>
internal sealed class EarlyStopper(EarlyStopping? rule, TrainingState state)
{
    private readonly Snapshot? _best = rule is { RestoreBest: true } ? new Snapshot(state) : null;
    private double _bestLoss = double.PositiveInfinity;
    private int _epochsSince;

    public int BestEpoch { get; private set; }

    /// <summary>Takes note of an epoch; true if it was the last one worth the while.</summary>
    public bool IsOver(in EpochResult epoch)
    {
        double loss = epoch.ValidationLoss ?? epoch.Loss;
        if (loss < _bestLoss - (rule?.MinimumImprovement ?? 0))
        {
            (_bestLoss, BestEpoch, _epochsSince) = (loss, epoch.Epoch, 0);
            if (_best != null) state.Save(_best, 0);
            return false;
        }
        _epochsSince++;
        return rule != null && _epochsSince >= rule.Patience;
    }

    public void RestoreBest()
    {
        if (_best != null && BestEpoch > 0) state.Restore(_best);
    }
}
