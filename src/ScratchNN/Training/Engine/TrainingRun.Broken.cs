using ScratchNN.Kernels;

namespace ScratchNN;

internal ref partial struct TrainingRun
{
    /// <summary>Finds the step that broke and lets the checks tell why; unless training is to go on, leaves the last good weights and returns true.</summary>
    /// <param name="batch">The batch before or in which it was noticed.</param><param name="loss">The loss then; 0 if only the weights tell.</param>
    private bool EndsBroken(int batch, double loss)
    {
        _isWatching = false;
        bool ends = _options.WhenBroken != WhenBroken.Continue;
        var noticed = new Snapshot(_state);
        _state.Save(noticed, batch);

        var (broken, isReplayed) = Replay(batch, loss, noticed);
        double lossThere = broken.Loss;
        string what = !double.IsFinite(lossThere) ? $"the loss became {(double.IsNaN(lossThere) ? "NaN" : "infinite")}"
            : isReplayed ? "the step set weights to numbers that are not finite"
            : "something other than a step set weights to numbers that are not finite";
        _history.Breakage = FormattableString.Invariant(
            $"Training broke in epoch {_state.Epoch} at batch {Math.Min(broken.Batch + 1, _batches)} of {_batches} (step {_state.Step + 1}): {what}. ")
            + (ends ? "The model keeps its weights from before that step. " : "Training went on. ")
            + Clipping.Or(_options,
                FormattableString.Invariant(
                    $"Look for NaN or unscaled numbers in the data, then lower the learning rate ({(float)_options.Optimizer.LearningRate})"));
        if (ends) return true;
        _state.Restore(noticed);
        foreach (var observer in _observers) observer.OnContinued();
        return false;
    }

    /// <summary>Takes the steps since the snapshot again, up to the one that broke, shows that to the checks, and stops before it.</summary>
    /// <returns>The batch that broke and its loss, finite if the step itself broke the weights; and whether the steps, taken again, broke too.</returns>
    private readonly ((int Batch, double Loss) Broken, bool IsReplayed) Replay(int batch, double loss, Snapshot noticed)
    {
        _state.Restore(_snapshot);
        Snapshot before = new(_state), earlier = _earlier;
        int end = double.IsFinite(loss) ? batch : batch + 1;
        for (int i = _snapshot.Batch; i < end; i++)
        {
            if (i > _snapshot.Batch) (before, earlier) = (earlier, before);
            _state.Save(before, i);
            double recorded = _losses[i % StepsBetweenSnapshots];
            var result = _objective.Gradient(_data, Batch(i), _state.Step, _state.Gradient, stopsWhenBroken: true);
            double replayed = result.Loss;
            bool isGood = double.IsFinite(replayed) && Finite.Are(_state.Gradient);
            if (isGood && BitConverter.DoubleToInt64Bits(replayed) != BitConverter.DoubleToInt64Bits(recorded))
            {
                ReportOutsideChange(noticed);
                return ((i, loss), false);
            }
            if (result.LossWeight == 0) continue;
            long step = _state.Step + 1;
            if (isGood) Update(i, LearningRate(i));
            if (isGood && _state.IsFinite) continue;
            try
            {
                foreach (var observer in _observers) observer.OnFailure(_data, Batch(i), step, LearningRate(i), isGood ? before : earlier);
            }
            finally
            {
                _state.Restore(before);
            }
            return ((i, replayed), true);
        }
        ReportOutsideChange(noticed);
        return ((batch, loss), false);
    }

    /// <summary>The steps, taken again, went another way: somebody else wrote to the weights.</summary>
    private readonly void ReportOutsideChange(Snapshot noticed)
    {
        if (_observers.Length > 0 && _state.Difference(noticed) is var (tensor, index, was, became))
            foreach (var observer in _observers) observer.OnOutsideChange(_state.Step + 1, tensor, index, was, became);
    }
}
