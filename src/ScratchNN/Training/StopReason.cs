namespace ScratchNN;

/// <summary>Why training ended.</summary>
public enum StopReason
{
    /// <summary>All epochs are done.</summary>
    Completed,

    /// <summary>A callback asked for it, such as <see cref="EarlyStopping"/>.</summary>
    StoppedEarly,

    /// <summary>
    /// The cancellation token asked for it, or a callback by <see cref="CallbackPass.Cancel"/>. The model holds the weights of the last whole step.
    /// </summary>
    Canceled,

    /// <summary>
    /// The loss, the gradient or the weights stopped being finite numbers, a check found an error before the first step, or something threw an exception.
    /// </summary>
    Broken,
}
