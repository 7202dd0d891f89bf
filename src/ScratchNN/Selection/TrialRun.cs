namespace ScratchNN;

/// <summary>One search: trials of one fit each, or of a fit for each fold.</summary>
internal sealed class TrialRun
{
    private readonly Func<Trial, Trainer> _create;
    private readonly IDataset _data;
    private readonly SearchOptions _options;
    private readonly Func<int, IChoices?> _choices;
    private readonly CancellationTokenSource _cancellation;
    private readonly IReadOnlyList<Fold> _folds;
    private readonly TrainerFactory _factory = new();
    private readonly Lock _ending = new();
    private readonly SortedDictionary<int, Trial> _done = [];
    private TrialFits? _making; // the trial whose fits are being made
    private TrainingException? _broken;
    private (Trial Trial, Model? Model)? _best;

    /// <exception cref="ArgumentException">The data cannot be parted as the options say.</exception>
    public TrialRun(Func<Trial, Trainer> create, IDataset data, SearchOptions options, Func<int, IChoices?> choices, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(create);
        ArgumentNullException.ThrowIfNull(data);
        (_create, _data, _options, _choices) = (create, data, options, choices);
        _folds = options.Folds is { } folds ? data.KFold(folds, options.FoldKind, options.Seed) : [data.Split(options.Validation, options.Seed)];
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    }

    public SearchResult Run()
    {
        try
        {
            new JobQueue<Func<bool>>(Make, fit => fit()).Run(FitThreads.Of(_options.Threads));
            bool isCanceled = _cancellation.IsCancellationRequested;
            if (_done.Count == 0) throw new OperationCanceledException("The search was canceled before one trial was done.", _cancellation.Token);
            if (_best is not { } best)
                throw new TrainingException(
                    $"Training broke in all {_done.Count} trial{(_done.Count == 1 ? "" : "s")}. {_done.Values.First()}: {_broken!.Message}", _broken.History);
            var model = best.Model ?? (isCanceled ? null : Refit(best.Trial));
            return new SearchResult(model) { Trials = [.. _done.Values], Best = best.Trial, IsCanceled = isCanceled };
        }
        finally
        {
            _cancellation.Dispose();
        }
    }

    /// <summary>The fit of a number: trial after trial, fold after fold.</summary>
    private Func<bool>? Make(int number)
    {
        if (_cancellation.IsCancellationRequested) return null;
        var (index, fold) = Math.DivRem(number, _folds.Count);
        if (fold == 0)
        {
            if (_choices(index) is not { } choices) return null;
            _making = new TrialFits(new Trial(index, choices), _folds.Count);
        }
        var fits = _making!;
        string name = _folds.Count == 1 ? $"trial {index}" : $"fold {fold} of trial {index}";
        fits.Add(fold, new FoldFit(_factory.Prepare(() => _create(fits.Trial), name, _options.Monitor), _folds[fold], name));
        return () => Run(fits, fold);
    }

    private bool Run(TrialFits fits, int fold)
    {
        try
        {
            if (!fits.Run(fold, _cancellation.Token)) return false;
        }
        catch (OperationCanceledException)
        {
            _cancellation.Cancel(); // by a callback: all end
            return false;
        }
        lock (_ending)
        {
            fits.End(_options.Monitor);
            _done.Add(fits.Trial.Number, fits.Trial);
            if (fits.Broken == null && IsBest(fits.Trial)) _best = (fits.Trial, fits.Model);
            if (fits.Broken != null && fits.Trial.Number == _done.Keys.First()) _broken = fits.Broken;
            _options.OnTrial?.Invoke(fits.Trial);
        }
        return true;
    }

    /// <summary>Whether a trial is better than the best so far; of equal ones the first counts, whichever was done first.</summary>
    private bool IsBest(Trial trial)
    {
        if (_best is not { } best || _options.Monitor.IsBetter(trial.Score, best.Trial.Score)) return true;
        return !_options.Monitor.IsBetter(best.Trial.Score, trial.Score) && trial.Number < best.Trial.Number;
    }

    /// <summary>A model with the settings of a trial, trained on all of the data.</summary>
    private Model Refit(Trial trial)
    {
        const string Name = "the last fit, of the best settings on all of the data";
        var trainer = _factory.Prepare(() => _create(trial), Name, threads: null);
        try
        {
            if (trainer.Fit(_data, cancellationToken: _cancellation.Token).StopReason != StopReason.Canceled) return trainer.Model;
            throw new OperationCanceledException($"{Name} was canceled.", _cancellation.Token);
        }
        catch (TrainingException exception)
        {
            throw new TrainingException($"{Name} broke: {exception.Message}", exception.History);
        }
    }
}
