namespace ScratchNN;

/// <summary>
/// Is called at every moment of a Fit. It can stop the Fit, keep the weights, and write files. Add one to <see cref="TrainerOptions.Callbacks"/>.
/// </summary>
/// <remarks>
/// <para>Callbacks run in the order of the list, on the training thread. An exception of a callback ends the Fit between two steps.
/// A callback may read the model, or write to it between two steps.</para>
/// <para>A callback has no fields that change: its memory is <see cref="CallbackPass.State"/>, so one instance may serve several Fits at once.</para>
/// <code>
/// public sealed class Plateau(int patience) : Callback
/// {
///     public override int StateSize(Model model) => 2; // the best loss, and the epochs since
///     public override void OnEpochEnd(in CallbackPass pass)
///     {
///         var s = pass.State;
///         float loss = (float)(pass.Epoch.ValidationLoss ?? pass.Epoch.Loss);
///         if (s[0] == 0 || loss &lt; s[0]) { s[0] = loss; s[1] = 0; pass.KeepWeights(); }
///         else if (++s[1] >= patience) { pass.RestoreKeptWeights(); pass.Stop(); }
///     }
/// }
/// </code>
/// </remarks>
public abstract partial class Callback
{
    /// <summary>Checks that it brings along; they are run like <see cref="TrainerOptions.Checks"/>. By default none.</summary>
    public virtual IReadOnlyList<Check> Checks => [];

    /// <summary>The metrics that it wants to see in results; these are computed even if the options do not list them. By default none.</summary>
    public virtual IReadOnlyList<Metric> Metrics => [];

    /// <summary>The floats of <see cref="CallbackPass.State"/>, at least 0. By default 0.</summary>
    /// <param name="model">The model, built.</param>
    public virtual int StateSize(Model model) => 0;

    /// <summary>
    /// Whether the result of a Fit depends on it, because it may stop the Fit or restore weights: then
    /// <see cref="Trainer.Resume(string, TrainerOptions, LayerRegistry)"/> wants it again. Those that only look may differ. By default whether it has state;
    /// override it for a callback that decides by what it sees alone.
    /// </summary>
    /// <param name="model">The model, built.</param>
    public virtual bool Decides(Model model) => StateSize(model) > 0;

    /// <summary>Before the checks and the first step of a Fit; of one that is resumed, too.</summary>
    /// <param name="pass">The view of the Fit, and the ways to act on it.</param>
    public virtual void OnFitBegin(in CallbackPass pass)
    {
    }

    /// <summary>After each step.</summary>
    /// <inheritdoc cref="OnFitBegin"/>
    public virtual void OnStepEnd(in CallbackPass pass)
    {
    }

    /// <summary>After each epoch: its result is complete, with validation and metrics.</summary>
    /// <inheritdoc cref="OnFitBegin"/>
    public virtual void OnEpochEnd(in CallbackPass pass)
    {
    }

    /// <summary>As soon as a check has found something; in the end the history has all findings.</summary>
    /// <inheritdoc cref="OnFitBegin"/>
    /// <param name="pass">The view of the Fit, and the ways to act on it.</param>
    /// <param name="finding">The finding.</param>
    public virtual void OnFinding(in CallbackPass pass, Finding finding)
    {
    }

    /// <summary>When a Fit ends, whatever the reason: also when it broke, was canceled, or something threw an exception.</summary>
    /// <inheritdoc cref="OnFitBegin"/>
    /// <param name="pass">The Fit; <see cref="CallbackPass.RestoreKeptWeights"/> still works, <see cref="CallbackPass.Stop"/> has no
    /// effect.</param>
    /// <param name="history">
    /// The completed epochs, all findings, and the reason. If something threw, the reason is <see cref="StopReason.Broken"/>, and
    /// <see cref="TrainingHistory.Breakage"/> has the message.
    /// </param>
    public virtual void OnFitEnd(in CallbackPass pass, TrainingHistory history)
    {
    }

    /// <summary>The callback by its name.</summary>
    public override string ToString() => GetType().Name;
}
