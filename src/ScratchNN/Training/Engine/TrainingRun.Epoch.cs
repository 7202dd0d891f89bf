using System.Diagnostics;

namespace ScratchNN;

internal ref partial struct TrainingRun
{
    /// <summary>An epoch and its result; a reason if training has to end.</summary>
    private StopReason? RunEpoch(CancellationToken cancellationToken)
    {
        if (!_position.IsInEpoch)
        {
            _state.Epoch++;
            _position.BeginEpoch();
        }
        long started = Stopwatch.GetTimestamp();
        var ended = RunBatches(cancellationToken);
        _workers.Active = _workers.Count; // for all but steps
        if (ended != null) return ended;

        var duration = Stopwatch.GetElapsedTime(started);
        _state.ShowAverage(true);
        var epoch = Result(_position.Total, duration);
        _history.Add(epoch);
        _state.Epochs.Add(epoch);
        _position.EndEpoch();
        foreach (var observer in _observers) observer.OnEpochEnd(_data, _validation);
        _state.ShowAverage(false);
        NoticeRestored(0);
        Agree(0, cancellationToken);
        return null;
    }

    /// <summary>Every batch that is left; a reason if training has to end.</summary>
    private StopReason? RunBatches(CancellationToken cancellationToken)
    {
        Order();
        int first = _position.BatchesDone;
        _data.Announce(_objective.OwnRows(_order.AsSpan(Math.Min(first * _batchSize, _order.Length)), _batchSize));
        if (first == 0) _trainingMetrics.Clear();
        for (int batch = first; ; batch++)
        {
            if (batch % StepsBetweenSnapshots == 0 || batch == first || batch == _batches)
            {
                if (_isWatching && !_state.IsFinite && EndsBroken(batch, 0)) return StopReason.Broken;
                Save(batch);
            }
            if (batch == _batches) return null;

            _workers.Active = _tuner.Threads;
            long started = Stopwatch.GetTimestamp();
            if (NextGradient(batch, cancellationToken) is not { } result) return Asked(cancellationToken);
            if (_isWatching)
            {
                _losses[batch % StepsBetweenSnapshots] = result.Loss;
                if (!double.IsFinite(result.Loss))
                {
                    if (EndsBroken(batch, result.Loss)) return StopReason.Broken;
                    result = Gradient(batch);
                }
            }
            float learningRate = LearningRate(batch);
            if (result.LossWeight > 0) // else no sample of the batch counts: no step
            {
                foreach (var observer in _observers) observer.OnUpdateBegin();
                Update(batch, learningRate);
            }
            _tuner.Add(Stopwatch.GetTimestamp() - started);
            _trainingMetrics.Commit();
            (_position.Total, _position.BatchesDone) = (_position.Total + result, batch + 1);
            if (result.LossWeight == 0) continue;
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

    /// <summary>The order of the rows in this epoch.</summary>
    private readonly void Order()
    {
        _rows.CopyTo(_order, 0);
        _options.Shuffle.Order(_order, new RandomStream(_options.Seed, RandomStreams.Shuffle(_state.Epoch)));
    }

    /// <summary>Brings back the metrics of the rows that another process trained on in this epoch.</summary>
    private readonly void ContinueMetrics()
    {
        if (_position is not { BatchesDone: > 0 and var batches, Left: { } left }) return;
        Order();
        var rows = _order.AsSpan(0, Math.Min(batches * _batchSize, _order.Length));
        var (labels, targets, weights) = _trainingMetrics.Continue(left.Sums, left.Outputs);
        if (!_trainingMetrics.KeepsOutputs) return;
        float[] inputs = new float[_data.IsOnDemand ? Guard.FloatsOf(_batchSize, _data.InputShape.Size) : 0];
        int counted = 0, width = _data.TargetShape?.Size ?? 0;
        for (int row = 0, n; row < rows.Length; row += n)
        {
            n = Math.Min(_batchSize, rows.Length - row);
            var these = rows.Slice(row, n);
            var y = targets.AsSpan(counted * width, n * width);
            Span<int> l = labels.Length == 0 ? default : labels.AsSpan(counted, n);
            Span<float> w = weights.Length == 0 ? default : weights.AsSpan(counted, n);
            if (_data.IsOnDemand) _data.Read(these, inputs.AsSpan(0, n * _data.InputShape.Size), l, y, w, _workers);
            else _data.ReadTargets(these, l, y, w);
            int kept = l.IsEmpty ? n : 0;
            for (int i = 0; i < l.Length; i++) // those that the loss ignores were not kept
            {
                if (_problem.Loss.Ignores(l[i])) continue;
                l[kept] = l[i];
                if (!w.IsEmpty) w[kept] = w[i];
                kept++;
            }
            counted += kept;
        }
    }

    private readonly BatchResult Gradient(int batch) => _objective.Gradient(_data, Batch(batch), _state.Step, _state.Gradient, metrics: _trainingMetrics);

    private readonly ReadOnlySpan<int> Batch(int batch) => _order.AsSpan(batch * _batchSize, Math.Min(_batchSize, _order.Length - (batch * _batchSize)));

    /// <summary>The learning rate for a batch of this epoch.</summary>
    private readonly float LearningRate(int batch)
    {
        double rate = (float)_options.Optimizer.LearningRate, factor = _options.Schedule.Factor(new SchedulePass
        {
            Step = ((long)_position.EpochsDone * _batches) + batch,
            TotalSteps = (long)_options.Epochs * _batches,
            StepsPerEpoch = _batches,
            Epoch = _position.EpochsDone,
            Epochs = _history.EpochSpan,
        });
        if (!(rate >= 0 && double.IsFinite(rate)))
            throw new InvalidOperationException(
                FormattableString.Invariant($"{_options.Optimizer} has a learning rate of {rate}: it must be finite and at least 0."));
        float learningRate = (float)(rate * factor);
        if (!(factor >= 0 && float.IsFinite((float)factor) && float.IsFinite(learningRate)))
            throw new InvalidOperationException(
                FormattableString.Invariant($"{_options.Schedule} gave {factor} as factor of the learning rate {(float)rate}: it must be at least 0, ")
                + "and finite as a float, and so must be their product.");
        return learningRate;
    }

    private void Save(int batch)
    {
        if (_state.Step > _snapshot.Step) (_snapshot, _earlier) = (_earlier, _snapshot);
        _state.Save(_snapshot, batch);
    }

    /// <summary>Where an observer restored weights, replays begin there: the steps before lead elsewhere.</summary>
    private readonly void NoticeRestored(int nextBatch)
    {
        if (!_position.HasRestored) return;
        _position.HasRestored = false;
        SaveBoth(nextBatch);
        if (_objective.Exchange is { } exchange) exchange.Own |= Signals.Restored;
    }

    private readonly void SaveBoth(int nextBatch)
    {
        _state.Save(_snapshot, nextBatch);
        _state.Save(_earlier, nextBatch);
    }
}
