namespace ScratchNN;

/// <summary>Asks the checks of one Fit at their moments. Between these it adds up a loss, no more.</summary>
internal sealed class CheckRunner : ITrainingObserver
{
    private readonly CheckSchedule _schedule;
    private readonly CheckMemory _memory;
    private readonly CheckProbe? _probe; // null where nothing is asked
    private readonly StepWindow _window;
    private readonly TrainingState _state;
    private readonly Objective _objective;
    private readonly FitPosition _position;
    private readonly int[] _validationRows;
    private readonly float[] _before; // the parameters, some steps ago
    private bool _isBroken;

    private CheckRunner(scoped in RunPass run)
    {
        (_state, _objective, _position, _validationRows) = (run.State, run.Objective, run.Position, run.ValidationRows);
        _memory = CheckMemory.Of(run);
        _schedule = new CheckSchedule(run.Options, _validationRows.Length > 0, _memory.StepsDone);
        _window = new StepWindow(_objective);
        _before = new float[_schedule.StepEnd.Length > 0 ? _state.Gradient.Length : 0];
        if (!_schedule.IsEmpty && run.Options.Epochs > 0) _probe = new CheckProbe(run);
    }

    /// <summary>The observer of a run that asks the checks of its options.</summary>
    public static ITrainingObserver Of(scoped in RunPass run) => new CheckRunner(run);

    public void OnTrainingStart(scoped in RunPass run)
    {
        _state.Chain = null; // until this Fit has ended well
        if (_probe == null) return;
        _memory.Step = _state.Step;
        foreach (var finding in _memory.Chain?.Findings ?? []) run.History.Carry(finding);
        _memory.FirstLoss = _probe.RunStep(run.Data, _state.Step, _state.Gradient);
        var seen = _probe.Seen(run.Data, run.Model.Parameters, _state.Gradient, run.Validation, _validationRows);
        _memory.Activity.Note(seen, _memory.Step);
        Ask(_schedule.Start, seen);
    }

    public void OnUpdateBegin()
    {
        if (_schedule.IsCopyDue(_memory.StepsDone)) _memory.Model.Parameters.CopyTo(_before);
    }

    public void OnStepEnd(scoped in RowSource data, ReadOnlySpan<int> batch, StepResult step)
    {
        if (_probe == null) return;
        int done = ++_memory.StepsDone;
        _window.Add(step.Loss);
        if (!CheckSchedule.IsStepDue(done) && !_isBroken) return;

        (_memory.Step, _memory.LearningRate, _memory.StepsSinceBefore) = (_state.Step, (float)step.LearningRate, _schedule.StepsSinceCopy(done));
        bool isFirstEpoch = _memory.History.Epochs.Count + (_memory.Chain?.Epochs ?? 0) == 0;
        _memory.Trend.Add(_window.Summarize(_state.Step), done, isEarly: isFirstEpoch || _isBroken);
        bool hasPredictions = _isBroken || _window.HasPredictions;
        (_memory.Predictions, _memory.LabelCounts) =
            hasPredictions ? (_objective.Predictions, _objective.LabelCounts) : (Array.Empty<int>(), Array.Empty<int>());
        var seen = new Observation(_objective.LastMicroBatch, data, batch)
        {
            Parameters = _memory.Model.Parameters, Gradient = _state.Gradient, Before = _before,
        };
        _memory.Activity.Note(seen, _memory.Step);
        Ask(_schedule.StepEnd, seen);
        if (hasPredictions) _window.ForgetPredictions();
    }

    public void OnEpochEnd(scoped in RowSource data, scoped in RowSource validation)
    {
        if (_schedule.IsEpochDue(_memory.StepsDone, _memory.History.Epochs.Count, _memory.Trend.IsLearning) && !_isBroken)
            Look(data, validation, _schedule.EpochEnd, []);
    }

    public void OnTrainingEnd(scoped in RowSource data, scoped in RowSource validation)
    {
        if (_probe == null || _isBroken) return;
        _memory.IsStopped = _position.Stops;
        Look(data, validation, _schedule.IsEpochUnseen ? _schedule.EpochEnd : [], _schedule.End); // one probe for both
        if (_memory.Trend.HasLearned) _memory.History.TakeBackDoubts();
        if (_memory.Chain is not { } chain) return;
        (chain.Steps, chain.Epochs) = (_memory.StepsDone, chain.Epochs + _memory.Options.Epochs);
        chain.Findings = [.. _memory.History.Doubts];
        _state.Chain = chain;
    }

    private void Look(scoped in RowSource data, scoped in RowSource validation, Check[] checks, Check[] others)
    {
        if (_probe == null || checks.Length + others.Length == 0) return;
        _memory.Step = _state.Step;
        _probe.Run(data);
        var seen = _probe.Seen(data, _memory.Model.Parameters, default, validation, _validationRows);
        _memory.Activity.Note(seen, _memory.Step);
        Ask(checks, seen);
        Ask(others, seen);
    }

    public void OnFailure(scoped in RowSource data, ReadOnlySpan<int> batch, long step, float learningRate, Snapshot earlier)
    {
        if (_schedule.Failure.Length == 0) return;
        (_memory.Step, _memory.LearningRate, _memory.StepsSinceBefore) = (step, learningRate, (int)(_state.Step - earlier.Step));
        _memory.BrokenOptimizer = _state.BrokenOptimizer(earlier);
        var model = _memory.Model.Clone();
        earlier.Parameters.CopyTo(model.Parameters);
        var objective = new Objective( // in the same micro-batches, so that what broke stands in the same place
            model, _memory.Problem, batch.Length, _objective.MicroBatchRows, _memory.Options.Seed, _memory.Workers);
        float[] gradient = new float[_state.Gradient.Length];
        objective.Gradient(data, batch, earlier.Step, gradient, upTo: _objective.LastMicroBatch.RowsSeen);
        Ask(
            _schedule.Failure,
            new Observation(_objective.LastMicroBatch, data, batch)
            {
                Parameters = _memory.Model.Parameters, Gradient = _state.Gradient, Before = earlier.Parameters,
            },
            new Observation(objective.LastMicroBatch, data, batch) { Parameters = model.Parameters, Gradient = gradient });
    }

    public void OnOutsideChange(long step, string tensor, int index, float was, float became)
    {
        if (!_schedule.IsEmpty) _memory.Report(OutsideChange.Before(step, tensor, index, was, became), step);
    }

    /// <summary>What was counted before is of no use, and every step is looked at from now on.</summary>
    public void OnContinued()
    {
        _isBroken = true;
        _memory.Trend.GiveUp();
        _window.ForgetPredictions();
    }

    private void Ask(Check[] checks, Observation observation, Observation earlier = default)
    {
        foreach (var check in checks) check.Examine(new CheckPass(check, _memory, observation, earlier));
    }
}
