namespace ScratchNN;

public abstract partial class Callback
{
    /// <summary>A callback that calls an action after each step.</summary>
    /// <param name="action">Called on the training thread.</param>
    public static Callback EachStep(Action<StepResult> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return new Each { Step = action };
    }

    /// <summary>A callback that calls an action after each epoch.</summary>
    /// <param name="action">Called on the training thread.</param>
    public static Callback EachEpoch(Action<EpochResult> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return new Each { Epoch = action };
    }

    /// <summary>A callback that calls an action for each finding, as soon as it is found.</summary>
    /// <param name="action">Called on the training thread.</param>
    public static Callback EachFinding(Action<Finding> action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return new Each { Finding = action };
    }

    private sealed class Each : Callback
    {
        public Action<StepResult>? Step { get; init; }
        public Action<EpochResult>? Epoch { get; init; }
        public Action<Finding>? Finding { get; init; }

        public override void OnStepEnd(in CallbackPass pass) => Step?.Invoke(pass.Step);

        public override void OnEpochEnd(in CallbackPass pass) => Epoch?.Invoke(pass.Epoch);

        public override void OnFinding(in CallbackPass pass, Finding finding) => Finding?.Invoke(finding);

        public override string ToString() => Step != null ? "each step" : Epoch != null ? "each epoch" : "each finding";
    }
}
