using System.Diagnostics;

namespace ScratchNN;

internal ref partial struct TrainingRun
{
    /// <summary>An epoch and its result; a reason if training has to end.</summary>
    private StopReason? RunEpoch(CancellationToken cancellationToken)
    {
        _state.Epoch++;
        long started = Stopwatch.GetTimestamp();
        var ended = RunBatches(cancellationToken, out var total);
        _workers.Active = _workers.Count; // for all but steps
        if (ended != null) return ended;

        var epoch = Result(total, Stopwatch.GetElapsedTime(started));
        _history.Add(epoch);
        _state.Epochs.Add(epoch);
        foreach (var observer in _observers) observer.OnEpochEnd(_data);
        NoticeRestored(0);
        return null;
    }

    /// <summary>Every batch once; a reason if training has to end.</summary>
    private StopReason? RunBatches(CancellationToken cancellationToken, out BatchResult total)
    {
        _rows.CopyTo(_order, 0);
        if (_options.Shuffle) new RandomStream(_options.Seed, RandomStreams.Shuffle(_state.Epoch)).Shuffle(_order);

        total = new BatchResult();
        _trainingMetrics.Clear();
        for (int batch = 0; ; batch++)
        {
            if (batch % StepsBetweenSnapshots == 0 || batch == _batches)
            {
                if (_isWatching && !_state.IsFinite && EndsBroken(batch, 0)) return StopReason.Broken;
                Save(batch);
            }
            if (batch == _batches) return null;
            if (Asked(cancellationToken) is { } reason) return reason;

            _workers.Active = _tuner.Threads;
            long started = Stopwatch.GetTimestamp();
            var result = Gradient(batch);
            if (_isWatching)
            {
                _losses[batch % StepsBetweenSnapshots] = result.Loss;
                if (!double.IsFinite(result.Loss))
                {
                    if (EndsBroken(batch, result.Loss)) return StopReason.Broken;
                    result = Gradient(batch);
                }
            }
            total += result;
            _trainingMetrics.Commit();
            if (result.LossWeight == 0) continue; // no sample of the batch counts: no step
            foreach (var observer in _observers) observer.OnUpdateBegin();
            float learningRate = LearningRate(batch);
            Update(batch, learningRate);
            _tuner.Add(Stopwatch.GetTimestamp() - started);
            var step = new StepResult
            {
                Step = _state.Step,
                Epoch = _state.Epoch,
                StepInEpoch = batch + 1,
                StepsPerEpoch = _batches,
                Loss = result.Loss,
                Accuracy = _objective.HasAccuracy ? result.Accuracy : null,
                LearningRate = learningRate,
            };
            foreach (var observer in _observers) observer.OnStepEnd(_data, Batch(batch), step);
            NoticeRestored(batch + 1);
        }
    }

    private readonly BatchResult Gradient(int batch) => _objective.Gradient(_data, Batch(batch), _state.Step, _state.Gradient, metrics: _trainingMetrics);

    private readonly ReadOnlySpan<int> Batch(int batch) => _order.AsSpan(batch * _batchSize, Math.Min(_batchSize, _order.Length - (batch * _batchSize)));

    /// <summary>The learning rate for a batch of this epoch.</summary>
    private readonly float LearningRate(int batch)
    {
        double rate = (float)_options.Optimizer.LearningRate, factor = _options.Schedule.Factor(new SchedulePass
        {
            Step = ((long)_epochsDone * _batches) + batch,
            TotalSteps = (long)_options.Epochs * _batches,
            StepsPerEpoch = _batches,
            Epoch = _epochsDone,
            Epochs = _history.EpochSpan,
        });
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

    /// <summary>Where an observer restored weights, replays begin there: the steps before lead elsewhere.</summary>
    private readonly void NoticeRestored(int nextBatch)
    {
        if (!_requests.HasRestored) return;
        _requests.HasRestored = false;
        _state.Save(_snapshot, nextBatch);
        _state.Save(_earlier, nextBatch);
    }
}
