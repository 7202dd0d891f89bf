using System.Diagnostics;
using System.Runtime.ExceptionServices;

namespace ScratchNN;

/// <summary>Tells the callbacks of one Fit of its moments, in the order of the list.</summary>
internal sealed class CallbackRunner : ITrainingObserver, ICallbackHost
{
    private readonly IReadOnlyList<Callback> _callbacks;
    private readonly TrainingState _state;
    private readonly TrainingHistory _history;
    private readonly RunRequests _requests;
    private readonly long _started = Stopwatch.GetTimestamp();

    public CallbackRunner(Trainer trainer, scoped in RunPass run)
    {
        (Trainer, _callbacks, _state, _history, _requests) = (trainer, run.Options.Callbacks, run.State, run.History, run.Requests);
        float[][] states = new float[_callbacks.Count][];
        for (int i = 0; i < states.Length; i++)
        {
            int size = _callbacks[i].StateSize(run.Model);
            states[i] = size >= 0 ? new float[size] : throw new InvalidOperationException($"{_callbacks[i]} has a StateSize of {size}: it can't be negative.");
        }
        (_state.CallbackState, _state.Kept) = (states, new Snapshot?[states.Length]);
        Step = new StepResult { Step = _state.Step, Epoch = _state.Epoch, StepInEpoch = 0, StepsPerEpoch = run.StepsPerEpoch, Loss = double.NaN, LearningRate = 0 };
        _history.Found = OnFinding;
    }

    public Trainer Trainer { get; }

    public StepResult Step { get; private set; }

    public ReadOnlySpan<EpochResult> Epochs => _history.EpochSpan;

    public TimeSpan Elapsed => Stopwatch.GetElapsedTime(_started);

    public Span<float> State(int callback) => _state.CallbackState[callback];

    public void Stop() => _requests.Stops = true;

    public void Keep(int callback) => _state.Save(_state.Kept[callback] ??= new Snapshot(_state), 0);

    public void Restore(int callback)
    {
        _state.Restore(_state.Kept[callback] ?? throw new InvalidOperationException(
            $"{_callbacks[callback]} has kept no weights in this Fit, so there are none to restore: call KeepWeights before."));
        _requests.HasRestored = true;
    }

    public void OnFitBegin()
    {
        for (int i = 0; i < _callbacks.Count; i++) _callbacks[i].OnFitBegin(new CallbackPass(this, i));
    }

    public void OnStepEnd(scoped in RowSource data, ReadOnlySpan<int> batch, StepResult step)
    {
        Step = step;
        for (int i = 0; i < _callbacks.Count; i++) _callbacks[i].OnStepEnd(new CallbackPass(this, i));
    }

    public void OnEpochEnd(scoped in RowSource data)
    {
        for (int i = 0; i < _callbacks.Count; i++) _callbacks[i].OnEpochEnd(new CallbackPass(this, i));
    }

    /// <summary>All callbacks hear of the end; then what the first of them threw is thrown.</summary>
    public void OnFitEnd()
    {
        Exception? thrown = null;
        for (int i = 0; i < _callbacks.Count; i++)
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
        (_history.Found, _state.Kept) = (null, []); // the memory is free again
        if (thrown != null) ExceptionDispatchInfo.Throw(thrown);
    }

    private void OnFinding(Finding finding)
    {
        for (int i = 0; i < _callbacks.Count; i++) _callbacks[i].OnFinding(new CallbackPass(this, i), finding);
    }
}
