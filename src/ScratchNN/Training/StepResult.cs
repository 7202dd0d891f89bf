namespace ScratchNN;

/// <summary>The result of one step.</summary>
public readonly record struct StepResult
{
    /// <summary>Steps done in the life of the trainer.</summary>
    public required long Step { get; init; }

    /// <summary>The number of the epoch under way, as in <see cref="EpochResult"/>.</summary>
    public required int Epoch { get; init; }

    /// <summary>Steps done in this epoch.</summary>
    public required int StepInEpoch { get; init; }

    /// <summary>Steps in an epoch.</summary>
    public required int StepsPerEpoch { get; init; }

    /// <summary>The mean loss of the step's batch, before the step.</summary>
    public required double Loss { get; init; }

    /// <summary>The accuracy on the step's batch, before the step, 0 to 1; null where the outputs are numbers.</summary>
    public double? Accuracy { get; init; }

    /// <summary>The learning rate of the step.</summary>
    public required double LearningRate { get; init; }

    /// <summary>The step and its numbers in one line.</summary>
    public override string ToString() => $"epoch {Epoch}, step {StepInEpoch} of {StepsPerEpoch}: {NumberFormat.Scores(Loss, Accuracy)}";
}
