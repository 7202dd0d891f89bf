namespace ScratchNN;

/// <summary>Training broke: the loss, the gradient or the weights stopped being finite numbers.</summary>
public sealed class TrainingException : Exception
{
    /// <summary>An exception with what was trained until then.</summary>
    /// <param name="message">Where and how it broke.</param>
    /// <param name="history">The epochs that were completed.</param>
    public TrainingException(string message, TrainingHistory history) : base(message)
    {
        ArgumentNullException.ThrowIfNull(history);
        History = history;
    }

    /// <summary>The epochs that were completed.</summary>
    public TrainingHistory History { get; }
}
