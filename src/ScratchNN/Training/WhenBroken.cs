namespace ScratchNN;

/// <summary>
/// What a <see cref="Trainer"/> does when the loss, the gradient or the weights stop being finite numbers, or a check finds an error before the first step.
/// </summary>
public enum WhenBroken
{
    /// <summary>Throw a <see cref="TrainingException"/>. The model keeps its weights from before the step that broke. The default.</summary>
    Throw,

    /// <summary>End training; the history says <see cref="StopReason.Broken"/>. The model keeps its weights from before the step that broke.</summary>
    Stop,

    /// <summary>Train on, errors and NaN or not: to watch what happens.</summary>
    Continue,
}
