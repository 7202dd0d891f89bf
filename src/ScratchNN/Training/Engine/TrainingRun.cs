using System.Diagnostics;

namespace ScratchNN;

/// <summary>One Fit: epochs of batches, each a gradient and a step.</summary>
internal ref partial struct TrainingRun
{
    private const int StepsBetweenSnapshots = 100; // some 0.1 % of the time; a broken run replays at most as many

    private readonly Sequential _model;
    private readonly TrainerOptions _options;
    private readonly Problem _problem;
    private readonly TrainingState _state;
    private readonly Objective _objective;
    private readonly Workers _workers;
    private readonly RowSource _data, _validation;
    private readonly int[] _rows, _validationRows, _order;
    private readonly int _batchSize, _batches;
    private readonly TrainingHistory _history = new();
    private readonly ITrainingObserver? _observer;
    private readonly ThreadTuner _tuner;
    private readonly double[] _losses = new double[StepsBetweenSnapshots]; // since the snapshot
    private Snapshot _snapshot, _earlier; // the latest, and the one before it: what was there before a step that breaks at once
    private int _epochsDone; // in this Fit
    private bool _isWatching = true; // until it broke

    public TrainingRun(
        Sequential model, TrainerOptions options, TrainingState state, Problem problem, RowSource data, RowSource validation, RowSplit split, Workers workers,
        ObserverFactory? observe = null)
    {
        (_model, _options, _state, _problem, _workers, _tuner) = (model, options, state, problem, workers, new ThreadTuner(workers.Count));
        _data = data;
        _validation = validation;
        (_rows, _validationRows) = split;
        _order = new int[_rows.Length];
        _batchSize = Math.Min(options.BatchSize, _rows.Length);
        _batches = BatchesOf(_rows.Length, _batchSize);
        _objective = new Objective(model, problem, _batchSize, options.MicroBatchSize, options.Seed, workers);
        (_snapshot, _earlier) = (new Snapshot(state), new Snapshot(state));
        state.Save(_snapshot, 0);
        state.Save(_earlier, 0);
        _observer = observe?.Invoke(Pass);
    }

    /// <summary>The batches of at least one row; no sum may go beyond an int.</summary>
    public static int BatchesOf(int rows, int batchSize) => ((rows - 1) / batchSize) + 1;

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
    };

    public TrainingHistory Run(CancellationToken cancellationToken)
    {
        var stopper = new EarlyStopper(_options.EarlyStopping, _state);
        if (!cancellationToken.IsCancellationRequested && !MayBegin()) return End(StopReason.Broken);
        for (_epochsDone = 0; _epochsDone < _options.Epochs; _epochsDone++)
        {
            if (cancellationToken.IsCancellationRequested) return End(StopReason.Canceled);
            _state.Epoch++;
            long started = Stopwatch.GetTimestamp();
            var ended = RunEpoch(cancellationToken, out var total);
            _workers.Active = _workers.Count; // for all but steps
            if (ended is { } reason) return End(reason);
            var duration = Stopwatch.GetElapsedTime(started);

            var epoch = Result(total, duration);
            bool isOver = stopper.IsOver(epoch);
            _history.Add(epoch);
            _state.Epochs.Add(epoch);
            _history.BestEpoch = stopper.BestEpoch;
            _observer?.OnEpochEnd(_data, isOver || _epochsDone == _options.Epochs - 1);
            _options.Progress?.Report(new TrainingProgress(_state.Epoch, _state.Step, _batches, _batches, epoch.Loss, epoch.Accuracy, epoch));
            if (isOver)
            {
                stopper.RestoreBest();
                return End(StopReason.EarlyStopping);
            }
        }
        stopper.RestoreBest();
        return End(StopReason.Completed);
    }

    /// <summary>Asks the checks about the start, and trains nothing.</summary>
    public readonly TrainingHistory Examine()
    {
        _observer?.OnFitBegin(Pass);
        return _history;
    }

    /// <summary>Asks the checks about the start; false if they found an error that ends the Fit before it begins.</summary>
    private readonly bool MayBegin()
    {
        _observer?.OnFitBegin(Pass);
        var errors = _history.Findings.Where(finding => finding.Severity == Severity.Error).ToList();
        if (errors.Count == 0 || _options.WhenBroken == WhenBroken.Continue) return true;
        _history.Breakage = $"Training did not begin: {string.Join(", ", errors.Select(finding => finding.Code).Distinct())}. The model keeps its weights. To train regardless, choose WhenBroken.Continue.";
        return false;
    }

    /// <summary>Every batch once; a reason if training has to end.</summary>
    private StopReason? RunEpoch(CancellationToken cancellationToken, out BatchResult total)
    {
        _rows.CopyTo(_order, 0);
        if (_options.Shuffle) new RandomStream(_options.Seed, RandomStreams.Shuffle(_state.Epoch)).Shuffle(_order);

        total = new BatchResult();
        for (int batch = 0; ; batch++)
        {
            if (batch % StepsBetweenSnapshots == 0 || batch == _batches)
            {
                if (_isWatching && !_state.IsFinite && EndsBroken(batch, 0)) return StopReason.Broken;
                Save(batch);
            }
            if (batch == _batches) return null;
            if (cancellationToken.IsCancellationRequested) return StopReason.Canceled;

            _workers.Active = _tuner.Threads;
            long started = Stopwatch.GetTimestamp();
            var result = _objective.Gradient(_data, Batch(batch), _state.Step, _state.Gradient);
            if (_isWatching)
            {
                _losses[batch % StepsBetweenSnapshots] = result.Loss;
                if (!double.IsFinite(result.Loss))
                {
                    if (EndsBroken(batch, result.Loss)) return StopReason.Broken;
                    result = _objective.Gradient(_data, Batch(batch), _state.Step, _state.Gradient);
                }
            }
            total += result;
            if (result.LossWeight == 0) continue; // no sample of the batch counts: no step
            _observer?.OnUpdateBegin();
            float learningRate = LearningRate(batch);
            Update(batch, learningRate);
            _tuner.Add(Stopwatch.GetTimestamp() - started);
            _observer?.OnStepEnd(_data, Batch(batch), result.Loss, learningRate);

            _options.Progress?.Report(new TrainingProgress(
                _state.Epoch, _state.Step, batch + 1, _batches, result.Loss, _objective.HasAccuracy ? result.Accuracy : null, null));
        }
    }

    private readonly ReadOnlySpan<int> Batch(int batch) => _order.AsSpan(batch * _batchSize, Math.Min(_batchSize, _order.Length - (batch * _batchSize)));

    /// <summary>The learning rate for a batch of this epoch.</summary>
    private readonly float LearningRate(int batch)
    {
        double done = ((double)_epochsDone * _batches) + batch, factor = _options.Schedule.Factor(done / ((double)_options.Epochs * _batches)), rate = (float)_options.Optimizer.LearningRate;
        if (!(rate >= 0 && double.IsFinite(rate)))
            throw new InvalidOperationException(FormattableString.Invariant($"{_options.Optimizer} has a learning rate of {rate}: it must be finite and at least 0."));
        if (!(factor >= 0 && double.IsFinite(factor)))
            throw new InvalidOperationException(FormattableString.Invariant($"{_options.Schedule} gave {factor} as factor of the learning rate: it must be finite and at least 0."));
        return (float)(rate * factor);
    }

    private void Save(int batch)
    {
        if (_state.Step > _snapshot.Step) (_snapshot, _earlier) = (_earlier, _snapshot);
        _state.Save(_snapshot, batch);
    }

    private readonly EpochResult Result(BatchResult total, TimeSpan duration)
    {
        var validated = _validationRows.Length == 0 ? default : _objective.Evaluate(_validation, _validationRows, requiresFinite: _options.WhenBroken != WhenBroken.Continue);
        return new EpochResult
        {
            Epoch = _state.Epoch,
            Training = Evaluation.Of(total, _objective.HasAccuracy),
            Validation = _validationRows.Length == 0 ? null : Evaluation.Of(validated, _objective.HasAccuracy),
            LearningRate = LearningRate(_batches - 1),
            Duration = duration,
            SamplesPerSecond = _rows.Length / duration.TotalSeconds,
        };
    }

    private readonly TrainingHistory End(StopReason reason)
    {
        _history.StopReason = reason;
        _history.ThreadsUsed = _workers.ThreadsUsed;
        if (reason == StopReason.Broken && _options.WhenBroken == WhenBroken.Throw)
            throw new TrainingException(_history.Explain(), _history);
        return _history;
    }
}
