namespace ScratchNN;

/// <summary>Training broke, or a check found before the first step that it cannot go well.</summary>
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

    /// <summary>Why, the most likely cause first.</summary>
    public IReadOnlyList<Finding> Findings => History.Findings;
}
