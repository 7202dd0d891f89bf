using System.Diagnostics;

namespace ScratchNN;

/// <summary>One Fit: epochs of batches, each a gradient and a step.</summary>
internal ref struct TrainingRun
{
    private const int StepsBetweenSnapshots = 100; // some 0.1 % of the time; a broken run replays at most as many

    private readonly TrainerOptions _options;
    private readonly TrainingState _state;
    private readonly Objective _objective;
    private readonly Workers _workers;
    private readonly RowSource _data, _validation;
    private readonly int[] _rows, _validationRows, _order;
    private readonly int _batchSize, _batches;
    private readonly Snapshot _snapshot;
    private readonly TrainingHistory _history = new();
    private bool _isWatching = true; // until it broke

    public TrainingRun(Sequential model, TrainerOptions options, TrainingState state, Loss loss, RowSource data, Workers workers)
    {
        (_options, _state, _workers) = (options, state, workers);
        _data = data;
        (_rows, _validationRows) = Split(data.Count, options);
        _validation = data;
        if (options.Validation is { } dataset)
        {
            _validation = new RowSource(dataset);
            _validationRows = [.. Enumerable.Range(0, dataset.Count)];
        }
        _order = new int[_rows.Length];
        _batchSize = Math.Min(options.BatchSize, _rows.Length);
        _batches = (_rows.Length + _batchSize - 1) / _batchSize;
        _objective = new Objective(model, loss, data.TargetShape, _batchSize, options.MicroBatchSize, options.Seed, workers);
        _snapshot = new Snapshot(state);
    }

    public TrainingHistory Run(CancellationToken cancellationToken)
    {
        var stopper = new EarlyStopper(_options.EarlyStopping, _state);
        for (int e = 0; e < _options.Epochs; e++)
        {
            _state.Epoch++;
            long started = Stopwatch.GetTimestamp();
            if (RunEpoch(cancellationToken, out var total) is { } reason) return End(reason);
            double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;

            var epoch = Result(total, seconds);
            bool isOver = stopper.IsOver(epoch);
            _history.Add(epoch);
            _history.BestEpoch = stopper.BestEpoch;
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

    /// <summary>Every batch once; a reason if training has to end.</summary>
    private StopReason? RunEpoch(CancellationToken cancellationToken, out BatchResult total)
    {
        _rows.CopyTo(_order, 0);
        if (_options.Shuffle) new RandomStream(_options.Seed, Streams.Shuffle(_state.Epoch)).Shuffle(_order);

        total = new BatchResult();
        for (int batch = 0; ; batch++)
        {
            if (_isWatching && (batch % StepsBetweenSnapshots == 0 || batch == _batches) && !TrySave(batch) && EndsBroken(batch, 0)) return StopReason.Broken;
            if (batch == _batches) return null;
            if (cancellationToken.IsCancellationRequested) return StopReason.Canceled;

            var result = _objective.Gradient(_data, Batch(batch), _state.Step, _state.Gradient);
            if (_isWatching && !double.IsFinite(result.Loss) && EndsBroken(batch, result.Loss)) return StopReason.Broken;
            _state.Update(_workers);

            total += result;
            _options.Progress?.Report(new TrainingProgress(
                _state.Epoch, _state.Step, batch + 1, _batches, result.Loss, _objective.HasClasses ? result.Accuracy : null, null));
        }
    }

    private readonly ReadOnlySpan<int> Batch(int batch) => _order.AsSpan(batch * _batchSize, Math.Min(_batchSize, _order.Length - (batch * _batchSize)));

    private readonly bool TrySave(int batch)
    {
        if (!_state.IsFinite) return false;
        _state.Save(_snapshot, batch);
        return true;
    }

    /// <summary>Notes the breakage; unless training is to go on, restores the last good weights and returns true.</summary>
    private bool EndsBroken(int batch, double loss)
    {
        _isWatching = false;
        bool ends = _options.WhenBroken != WhenBroken.Continue;
        if (ends) batch = Replay(batch, ref loss);
        string what = double.IsFinite(loss) ? "the step made weights that are no finite numbers" : $"the loss became {(double.IsNaN(loss) ? "NaN" : "infinite")}";
        _history.Breakage = FormattableString.Invariant($"Training broke in epoch {_state.Epoch} at batch {Math.Min(batch + 1, _batches)} of {_batches} (step {_state.Step + 1}): {what}. ")
            + (ends ? "The model keeps its weights from before that step. " : "Training went on. ")
            + FormattableString.Invariant($"Look for NaN or unscaled numbers in the data, then lower the learning rate ({_options.Optimizer.LearningRate}) or set ClipNorm.");
        return ends;
    }

    /// <summary>Runs again from the snapshot up to the step that broke, and stops before it.</summary>
    /// <returns>The batch of that step; <paramref name="loss"/> is its loss, finite if the step itself broke the weights.</returns>
    private readonly int Replay(int brokenBatch, ref double loss)
    {
        _state.Restore(_snapshot);
        var before = new Snapshot(_state);
        for (int batch = _snapshot.Batch; batch < brokenBatch; batch++)
        {
            _state.Save(before, batch);
            loss = _objective.Gradient(_data, Batch(batch), _state.Step, _state.Gradient).Loss;
            if (!double.IsFinite(loss)) return batch;
            _state.Update(_workers);
            if (_state.IsFinite) continue;
            _state.Restore(before);
            return batch;
        }
        return brokenBatch;
    }

    private readonly EpochResult Result(BatchResult total, double seconds)
    {
        BatchResult? validated = _validationRows.Length == 0 ? null : _objective.Measure(_validation, _validationRows);
        bool hasClasses = _objective.HasClasses;
        return new EpochResult(
            _state.Epoch, total.Loss, hasClasses ? total.Accuracy : null, validated?.Loss, hasClasses ? validated?.Accuracy : null,
            _options.Optimizer.LearningRate, seconds)
        {
            SamplesPerSecond = _rows.Length / seconds,
        };
    }

    private readonly TrainingHistory End(StopReason reason)
    {
        _history.StopReason = reason;
        _history.ThreadsUsed = _workers.ThreadsUsed;
        if (reason == StopReason.Broken && _options.WhenBroken == WhenBroken.Throw)
            throw new TrainingException(_history.Breakage!, _history);
        return _history;
    }

    /// <summary>The rows to train on, and a random share to validate on, by the seed alone.</summary>
    private static (int[] Training, int[] Validation) Split(int count, TrainerOptions options)
    {
        int[] rows = [.. Enumerable.Range(0, count)];
        if (options.ValidationSplit == 0) return (rows, []);
        int held = (int)Math.Round(count * (double)options.ValidationSplit);
        if (held == 0 || held == count)
            throw new ArgumentException(FormattableString.Invariant($"A validation split of {options.ValidationSplit} of {count} samples leaves {held} to validate on and {count - held} to train on: both need at least 1."));
        new RandomStream(options.Seed, Streams.ValidationSplit).Shuffle(rows);
        int[] training = rows[held..], validation = rows[..held];
        Array.Sort(training);
        Array.Sort(validation);
        return (training, validation);
    }
}
