namespace ScratchNN;

/// <summary>One Fit: epochs of batches, each a gradient and a step.</summary>
internal ref partial struct TrainingRun
{
    private const int StepsBetweenSnapshots = 100; // about 0.1 % of the time; a broken run replays at most as many

    private readonly Model _model;
    private readonly TrainerOptions _options;
    private readonly Problem _problem;
    private readonly TrainingState _state;
    private readonly Objective _objective;
    private readonly Workers _workers;
    private readonly RowSource _data, _validation;
    private readonly int[] _rows, _validationRows, _order;
    private readonly int _batchSize, _batches;
    private readonly TrainingHistory _history = new();
    private readonly ITrainingObserver[] _observers;
    private readonly FitPosition _position;
    private readonly ThreadTuner _tuner;
    private readonly MetricRecord _trainingMetrics, _validationMetrics;
    private readonly double[] _losses = new double[StepsBetweenSnapshots]; // since the snapshot
    private Snapshot _snapshot, _earlier; // the latest, and the one before it: what was there before a step that breaks at once
    private bool _isWatching = true; // until it broke

    public TrainingRun(
        Model model, TrainerOptions options, TrainingState state, Problem problem, RowSource data, RowSource validation, RowSplit split, Workers workers,
        params ReadOnlySpan<ObserverFactory> observe)
    {
        (_model, _options, _state, _problem, _workers, _tuner) = (model, options, state, problem, workers, new ThreadTuner(workers.Count));
        _data = data;
        _validation = validation;
        (_rows, _validationRows) = split;
        _position = FitPosition.Of(state, options, split, Conditions(data));
        for (int i = _position.EpochsDone; i > 0; i--) _history.Add(state.Epochs[^i]);
        _order = new int[_rows.Length];
        _batchSize = Math.Min(options.BatchSize, _rows.Length);
        _batches = BatchesOf(_rows.Length, _batchSize);
        _objective = new Objective(model, problem, _batchSize, options.MicroBatchSize, options.Seed, workers, collective: options.Collective,
            hasMetrics: options.AllMetrics.Count > 0);
        if (_objective.Exchange is { } exchange) state.UseGradient(exchange.SumBuffer);
        var metrics = options.AllMetrics;
        _validationMetrics = _objective.Record(metrics, _validationRows.Length, validation.IsWeighted);
        _trainingMetrics = _objective.Record(_validationRows.Length > 0 ? _objective.Affordable(metrics, _rows.Length)
            : metrics, _rows.Length, data.IsWeighted);
        if (_position is { BatchesDone: > 0, Left: { } left })
            _trainingMetrics.RequireSame(left.Sums, left.Outputs, Math.Min(_position.BatchesDone * _batchSize, _rows.Length));
        (_snapshot, _earlier) = (new Snapshot(state), new Snapshot(state));
        state.ShowAverage(false);
        state.Save(_snapshot, _position.BatchesDone);
        state.Save(_earlier, _position.BatchesDone);
        _observers = new ITrainingObserver[observe.Length];
        for (int i = 0; i < observe.Length; i++) _observers[i] = observe[i](Pass);
    }

    /// <summary>The batches of at least one row; no sum may go beyond an int.</summary>
    public static int BatchesOf(int rows, int batchSize) => ((rows - 1) / batchSize) + 1;

    private readonly string Conditions(in RowSource data)
    {
        var model = _model;
        string[] metrics = [.. _options.AllMetrics.Select(metric => metric.Name)],
            frozen = [.. model.ParameterInfos.Select(info => info.Name).Where(model.IsFrozen)];
        return $"{(data.TargetShape is { } target ? $"targets of {target}" : "labels")}, {(data.IsWeighted ? "weights" : "no weights")}, "
            + $"{(metrics.Length > 0 ? $"the metrics {string.Join(", ", metrics)}" : "no metrics")}, "
            + $"{(frozen.Length > 0 ? $"{string.Join(", ", frozen)} frozen" : "nothing frozen")}";
    }

    private readonly RunPass Pass => new()
    {
        Model = _model,
        Options = _options,
        State = _state,
        History = _history,
        Problem = _problem,
        Objective = _objective,
        Workers = _workers,
        Data = _data,
        Validation = _validation,
        TrainingRows = _rows,
        ValidationRows = _validationRows,
        StepsPerEpoch = _batches,
        Position = _position,
    };

    public TrainingHistory Run(CancellationToken cancellationToken)
    {
        StopReason reason;
        _position.Metrics = _trainingMetrics;
        (_state.Fit, _state.IsResumed, _state.IsMoving) = (_position, false, true);
        try
        {
            reason = Train(cancellationToken);
        }
        catch (Exception exception)
        {
            EndThrown(exception);
            _options.Collective.Abandon();
            throw;
        }
        return End(reason);
    }

    private StopReason Train(CancellationToken cancellationToken)
    {
        ContinueMetrics(); // before anybody may save
        BeginTogether();
        foreach (var observer in _observers) observer.OnFitBegin();
        if (!cancellationToken.IsCancellationRequested && !MayBegin()) return StopReason.Broken;
        foreach (var observer in _observers) observer.OnResumed();
        NoticeRestored(_position.BatchesDone);
        Agree(_position.BatchesDone, cancellationToken);
        StopReason? reason = null;
        while (_position.EpochsDone < _options.Epochs && reason == null)
            reason = Asked(_objective.Exchange == null ? cancellationToken : default) ?? RunEpoch(cancellationToken);
        if (reason is StopReason.Canceled or StopReason.Broken) return reason.Value;
        foreach (var observer in _observers) observer.OnTrainingEnd(_data, _validation);
        return _position.Stops ? StopReason.StoppedEarly : StopReason.Completed;
    }

    /// <summary>Why to end now, if anybody asks for it.</summary>
    private readonly StopReason? Asked(CancellationToken cancellationToken) =>
        _position.Stops ? StopReason.StoppedEarly : _position.IsCanceled || cancellationToken.IsCancellationRequested ? StopReason.Canceled : null;

    /// <summary>Asks the checks about the start, and trains nothing.</summary>
    public readonly TrainingHistory Examine()
    {
        foreach (var observer in _observers) observer.OnTrainingStart(Pass);
        return _history;
    }

    /// <summary>Asks the checks about the start; false if they found an error that ends the Fit before it begins.</summary>
    private readonly bool MayBegin()
    {
        foreach (var observer in _observers) observer.OnTrainingStart(Pass);
        var errors = _history.Findings.Where(finding => finding is { Severity: Severity.Error, Step: null }).ToList();
        if (errors.Count == 0 || _options.WhenBroken == WhenBroken.Continue) return true;
        _history.Breakage = $"Training did not begin: {string.Join(", ", errors.Select(finding => finding.Code).Distinct())}. The model keeps its weights. "
            + "To train regardless, set WhenBroken.Continue.";
        return false;
    }
}
