namespace ScratchNN.Diagnostics;

/// <summary>When a <see cref="Check"/> is asked.</summary>
public enum CheckMoment
{
    /// <summary>
    /// Once, before the first step of a Fit. The layers show the loss and the gradient of a probe, up to 512 samples from all over the training data,
    /// with the weights as they are. An error ends the Fit before a weight is touched, unless <see cref="WhenBroken.Continue"/>.
    /// </summary>
    TrainingStart,

    /// <summary>After step 1 of a Fit and every tenth from there. The layers show the last micro-batch of the step: free, nothing is computed for it.</summary>
    StepEnd,

    /// <summary>
    /// After an epoch, if there were at least 100 steps since the last time, and after the last one. The layers show the probe, as in prediction.
    /// </summary>
    EpochEnd,

    /// <summary>
    /// Once, after the last step, if training was neither canceled nor broken. The layers show the probe, as in prediction, before a callback restores earlier
    /// weights.
    /// </summary>
    TrainingEnd,

    /// <summary>
    /// Once, when something stopped being a finite number. The run has gone back and taken the same steps again; the layers show the micro-batch that
    /// broke, before the step or, if the step itself broke the weights, after it.
    /// </summary>
    Failure,
}
