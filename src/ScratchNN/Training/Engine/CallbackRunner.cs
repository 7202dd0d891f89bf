using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace ScratchNN;

/// <summary>Tells the callbacks of one Fit of its moments, in the order of the list.</summary>
internal sealed class CallbackRunner : ITrainingObserver, ICallbackHost
{
    private readonly IReadOnlyList<Callback> _callbacks;
    private readonly int _hearing; // of them, from the first on: all on rank 0, none on others
    private readonly TrainingState _state;
    private readonly TrainingHistory _history;
    private readonly FitPosition _position;
    private int _beginning = -1; // the callback that hears of the begin
    private readonly long _started = Stopwatch.GetTimestamp();

    public CallbackRunner(Trainer trainer, scoped in RunPass run, IDataset data, IDataset? validation)
    {
        (Trainer, _callbacks, _state, _history, _position) = (trainer, run.Options.Callbacks, run.State, run.History, run.Position);
        Data = run.TrainingRows.Length == data.Count ? data : new SubsetDataset(data, run.TrainingRows);
        Validation = validation ?? (run.ValidationRows.Length == 0 ? null : new SubsetDataset(data, run.ValidationRows));
        _hearing = run.Options.Collective.Rank == 0 ? _callbacks.Count : 0;
        if (!_position.IsResumed)
        {
            (_state.CallbackState, _state.Kept) = (StatesOf(_callbacks, run.Model), new Snapshot?[_callbacks.Count]);
            _position.Pending = new bool[_callbacks.Count];
            _position.Step = new StepResult
            {
                Step = _state.Step, Epoch = _state.Epoch, StepInEpoch = 0, StepsPerEpoch = run.StepsPerEpoch, Loss = double.NaN,
                LearningRate = 0
            };
        }
        _history.Found = OnFinding;
    }

    /// <summary>The memory of each callback: zeros.</summary>
    public static float[][] StatesOf(IReadOnlyList<Callback> callbacks, Model model)
    {
        float[][] states = new float[callbacks.Count][];
        for (int i = 0; i < states.Length; i++)
        {
            int size = callbacks[i].StateSize(model);
            states[i] = size >= 0 ? new float[size] : throw new InvalidOperationException($"{callbacks[i]} has a StateSize of {size}: it can't be negative.");
        }
        return states;
    }

    public Trainer Trainer { get; }

    /// <summary>The last step that the callback has heard of.</summary>
    public StepResult Step => IsAhead(CallbackMoment.StepEnd)
        ? _position.Step with { Step = _position.Step.Step - 1, StepInEpoch = _position.Step.StepInEpoch - 1, Loss = double.NaN, Accuracy = null }
        : _position.Step;

    public bool IsResumed => _position.IsResumed;

    public ReadOnlySpan<EpochResult> Epochs => IsAhead(CallbackMoment.EpochEnd) ? _history.EpochSpan[..^1] : _history.EpochSpan;

    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_started);

    public IDataset Data { get; }

    public IDataset? Validation { get; }

    public Span<float> State(int callback) => _state.CallbackState[callback];

    public void Stop() => _position.Stops = true;

    public void Cancel() => _position.IsCanceled = true;

    public void Keep(int callback) => _state.Save(_state.Kept[callback] ??= new Snapshot(_state), 0);

    public void Restore(int callback)
    {
        _state.Restore(_state.Kept[callback] ?? throw new InvalidOperationException(
            $"{_callbacks[callback]} has kept no weights in this Fit, so there are none to restore: call KeepWeights first."));
        _position.HasRestored = true;
    }

    public void OnFitBegin()
    {
        _state.IsMoving = false;
        for (_beginning = 0; _beginning < _hearing; _beginning++) _callbacks[_beginning].OnFitBegin(new CallbackPass(this, _beginning));
        _beginning = -1;
        _state.IsMoving = true;
    }

    /// <summary>Whether the Fit has come further than a callback that it begins for has heard: a checkpoint was written in between.</summary>
    private bool IsAhead(CallbackMoment moment) => _beginning >= 0 && _position.Moment == moment && _position.Pending[_beginning];

    public void OnStepEnd(scoped in RowSource data, ReadOnlySpan<int> batch, StepResult step)
    {
        _position.Step = step;
        Begin(CallbackMoment.StepEnd);
    }

    public void OnEpochEnd(scoped in RowSource data, scoped in RowSource validation) => Begin(CallbackMoment.EpochEnd);

    /// <summary>Those that had not heard of a moment in which a checkpoint was written hear of it now.</summary>
    public void OnResumed()
    {
        if (_position.Moment is not { } moment) return;
        _state.ShowAverage(moment == CallbackMoment.EpochEnd);
        Tell(moment);
        _state.ShowAverage(false);
    }

    private void Begin(CallbackMoment moment)
    {
        _position.Moment = moment;
        Array.Fill(_position.Pending, true);
        Tell(moment);
    }

    private void Tell(CallbackMoment moment)
    {
        _state.IsMoving = false;
        for (int i = 0; i < _hearing; i++)
        {
            if (!_position.Pending[i]) continue;
            _position.Pending[i] = false;
            var pass = new CallbackPass(this, i);
            if (moment == CallbackMoment.StepEnd) _callbacks[i].OnStepEnd(pass);
            else _callbacks[i].OnEpochEnd(pass);
        }
        _position.Moment = null;
        _state.IsMoving = true;
    }

    /// <summary>All callbacks hear of the end; then what the first of them threw is thrown.</summary>
    public void OnFitEnd()
    {
        Exception? thrown = null;
        for (int i = 0; i < _hearing; i++)
        {
            try
            {
                _callbacks[i].OnFitEnd(new CallbackPass(this, i), _history);
            }
            catch (Exception exception)
            {
                thrown ??= exception;
            }
        }
        _history.Found = null;
        if (_state.Fit == null) _state.Kept = []; // the memory is free again; one that was interrupted may be saved
        if (thrown != null) ExceptionDispatchInfo.Throw(thrown);
    }

    private void OnFinding(Finding finding)
    {
        bool isMoving = _state.IsMoving;
        _state.IsMoving = false;
        for (int i = 0; i < _hearing; i++) _callbacks[i].OnFinding(new CallbackPass(this, i), finding);
        _state.IsMoving = isMoving;
    }
}
