namespace ScratchNN;

/// <summary>The data and actions available to a <see cref="Callback"/>. Everything is a view: reading it costs nothing.</summary>
public readonly ref struct CallbackPass
{
    private readonly ICallbackHost _host;
    private readonly int _index;

    /// <param name="host">The Fit.</param><param name="index">Of the callback in the list.</param>
    internal CallbackPass(ICallbackHost host, int index) => (_host, _index) = (host, index);

    /// <summary>The trainer, whose Fit this is.</summary>
    public Trainer Trainer => _host.Trainer;

    /// <summary>The model.</summary>
    public Model Model => _host.Trainer.Model;

    /// <summary>The last step. Before the first one of a Fit, its <see cref="StepResult.StepInEpoch"/> is 0 and its loss NaN.</summary>
    public StepResult Step => _host.Step;

    /// <summary>
    /// Whether another process began this Fit. Then, from <see cref="Callback.OnFitBegin"/> on, <see cref="Epochs"/> and <see cref="Step"/> tell what this
    /// callback has heard of up to the checkpoint, and <see cref="State"/> has what it remembered: a log is cut back to that step.
    /// </summary>
    public bool IsResumed => _host.IsResumed;

    /// <summary>The last completed epoch of this Fit.</summary>
    /// <exception cref="InvalidOperationException">There is none yet.</exception>
    public EpochResult Epoch => _host.Epochs is [.., var last] ? last
        : throw new InvalidOperationException("No epoch of this Fit is completed yet: use Epoch in OnEpochEnd, or check whether Epochs is empty.");

    /// <summary>The completed epochs of this Fit, in order.</summary>
    public ReadOnlySpan<EpochResult> Epochs => _host.Epochs;

    /// <summary>The epochs of this Fit, if nothing ends it early.</summary>
    public int PlannedEpochs => _host.Trainer.Options.Epochs;

    /// <summary>How long this Fit has taken so far.</summary>
    public TimeSpan Elapsed => _host.Elapsed;

    /// <summary>
    /// The training data: labels in place of class names, and without the rows that a validation split holds back. A view of what Fit was given, apart from the
    /// weights, which it copies.
    /// </summary>
    public IDataset Data => _host.Data;

    /// <summary>The validation data: what Fit was given, or the rows that a validation split holds back; null if there is none.</summary>
    public IDataset? Validation => _host.Validation;

    /// <summary>The callback's memory, <see cref="Callback.StateSize"/> floats: zeros when a Fit begins.</summary>
    public Span<float> State => _host.State(_index);

    /// <summary>
    /// Ends the Fit after this step or epoch, with <see cref="StopReason.StoppedEarly"/>. If the last step of an epoch is done, the epoch is completed first;
    /// otherwise it is left out of the results, as after a cancellation.
    /// </summary>
    public void Stop() => _host.Stop();

    /// <summary>
    /// Ends the Fit after this step or epoch as a cancellation does, with <see cref="StopReason.Canceled"/>: an epoch that is not complete is left out of the
    /// results, and the Fit can be saved and resumed. Use it for a time limit, for example; a callback that decides by the results calls <see cref="Stop"/>.
    /// </summary>
    public void Cancel() => _host.Cancel();

    /// <summary>
    /// Keeps a copy of the weights, the optimizer state and the number of steps until the end of the Fit. Each callback has its own copy, whose memory is
    /// allocated the first time.
    /// </summary>
    public void KeepWeights() => _host.Keep(_index);

    /// <summary>Restores what this callback kept last: the weights, the optimizer state, and the number of steps.</summary>
    /// <exception cref="InvalidOperationException">It has kept nothing in this Fit.</exception>
    public void RestoreKeptWeights() => _host.Restore(_index);
}
