namespace ScratchNN;

/// <summary>What a <see cref="Trainer"/> reports after every step, and once more after every epoch.</summary>
/// <param name="Epoch">The number of the epoch under way, as in <see cref="EpochResult"/>.</param>
/// <param name="Step">Steps done in the life of the trainer.</param>
/// <param name="StepInEpoch">Steps done in this epoch.</param>
/// <param name="StepsPerEpoch">Steps in an epoch.</param>
/// <param name="Loss">The mean loss of the step's batch, before the step; after an epoch, the epoch's.</param>
/// <param name="Accuracy">The accuracy on the step's batch, before the step; after an epoch, the epoch's; null without classes.</param>
/// <param name="Completed">The epoch's result, in the report after an epoch; otherwise null.</param>
public readonly record struct TrainingProgress(
    int Epoch, long Step, int StepInEpoch, int StepsPerEpoch, double Loss, double? Accuracy, EpochResult? Completed)
{
    /// <summary>The step and its numbers in one line; after an epoch, the epoch's.</summary>
    public override string ToString() => Completed?.ToString() ?? $"epoch {Epoch}, step {StepInEpoch} of {StepsPerEpoch}: {NumberFormat.Scores(Loss, Accuracy)}";
}
