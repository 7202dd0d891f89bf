namespace ScratchNN;

/// <summary>The fits of a trial, one for each fold.</summary>
internal sealed class TrialFits(Trial trial, int folds)
{
    private readonly FoldFit?[] _fits = new FoldFit?[folds];
    private readonly TrainingException?[] _broken = new TrainingException?[folds];
    private int _left = folds;

    public Trial Trial => trial;

    /// <summary>What broke it; null if nothing did. Of several folds, the first.</summary>
    public TrainingException? Broken => Array.Find(_broken, exception => exception != null);

    /// <summary>The model of its only fit.</summary>
    public Model? Model => _fits is [{ Model: var model }] ? model : null;

    public void Add(int fold, FoldFit fit) => _fits[fold] = fit;

    /// <summary>Trains and tests a fold; true if it was the last to be done.</summary>
    /// <exception cref="OperationCanceledException">The Fit was canceled.</exception>
    public bool Run(int fold, CancellationToken cancellationToken)
    {
        try
        {
            _fits[fold]!.Run(cancellationToken);
        }
        catch (TrainingException exception)
        {
            _broken[fold] = exception;
        }
        return Interlocked.Decrement(ref _left) == 0;
    }

    /// <summary>Notes in the trial how its fits did.</summary>
    public void End(Goal monitor)
    {
        var histories = _fits.Select((fit, fold) => _broken[fold]?.History ?? fit!.History!).ToList();
        trial.Findings = [.. histories.SelectMany(history => history.Findings)];
        trial.Breakage = Broken?.Message ?? histories.FirstOrDefault(history => history.Breakage != null)?.Breakage;
        if (Broken != null) return;
        trial.Evaluations = [.. _fits.Select(fit => fit!.Evaluation!)];
        trial.Score = Spread.Of([.. trial.Evaluations.Select(monitor.Of)]).Mean;
    }
}
