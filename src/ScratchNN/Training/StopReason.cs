namespace ScratchNN;

/// <summary>Why training ended.</summary>
public enum StopReason
{
    /// <summary>All epochs are done.</summary>
    Completed,

    /// <summary>The validation loss had not improved for as long as <see cref="EarlyStopping.Patience"/> allows.</summary>
    EarlyStopping,

    /// <summary>The cancellation token asked for it. The model holds the weights of the last whole step.</summary>
    Canceled,

    /// <summary>The loss, the gradient or the weights stopped being finite numbers.</summary>
    Broken,
}
