namespace ScratchNN;

internal ref partial struct TrainingRun
{
    private readonly EpochResult Result(BatchResult total, TimeSpan duration)
    {
        return new EpochResult
        {
            Epoch = _state.Epoch,
            Training = _objective.Evaluation(total, _trainingMetrics),
            Validation = _validationRows.Length == 0 ? null : Validate(),
            LearningRate = LearningRate(_batches - 1),
            Duration = duration,
            SamplesPerSecond = _rows.Length / duration.TotalSeconds,
        };
    }

    private readonly Evaluation Validate()
    {
        _validationMetrics.Clear();
        var result = _objective.Evaluate(_validation, _validationRows, requiresFinite: _options.WhenBroken != WhenBroken.Continue, _validationMetrics);
        _validationMetrics.Commit();
        return _objective.Evaluation(result, _validationMetrics);
    }

    /// <summary>The history, of which every observer has heard; or the exception that the options ask for. What broke first is thrown.</summary>
    private readonly TrainingHistory End(StopReason reason)
    {
        if (reason != StopReason.Canceled) _state.Fit = null; // else it can be resumed
        _state.ShowAverage(true);
        _state.IsMoving = false;
        _history.StopReason = reason;
        _history.ThreadsUsed = _workers.ThreadsUsed;
        var thrown = reason == StopReason.Broken && _options.WhenBroken == WhenBroken.Throw ? new TrainingException(_history.Explain(), _history) : null;
        try
        {
            foreach (var observer in _observers) observer.OnFitEnd();
        }
        catch (Exception) when (thrown != null)
        {
        }
        finally
        {
            if (_objective.Exchange != null) ShareState(); // callbacks may have restored weights
        }
        return thrown == null ? _history : throw thrown;
    }

    /// <summary>Tells the observers of a run that ends with an exception, which the caller throws on whatever they say.</summary>
    private readonly void EndThrown(Exception exception)
    {
        _state.ShowAverage(true);
        _state.IsMoving = false;
        _history.StopReason = StopReason.Broken;
        _history.Breakage = $"Training ended with {exception.GetType().Name}: {exception.Message}";
        try
        {
            foreach (var observer in _observers) observer.OnFitEnd();
        }
        catch (Exception)
        {
        }
    }
}
