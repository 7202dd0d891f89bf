namespace ScratchNN;

/// <summary>What an epoch gave.</summary>
/// <param name="Epoch">Its number, counted from 1 and on through every Fit of a trainer.</param>
/// <param name="Loss">The mean loss of its samples, each taken when its batch was trained on.</param>
/// <param name="Accuracy">The share of its samples that were classified rightly, 0 to 1; null where there are no classes.</param>
/// <param name="ValidationLoss">The mean loss of the validation data after the epoch; null without validation data.</param>
/// <param name="ValidationAccuracy">The accuracy on the validation data after the epoch; null without it or without classes.</param>
/// <param name="LearningRate">The learning rate of its last step.</param>
/// <param name="Seconds">Its duration without validation.</param>
public readonly record struct EpochResult(
    int Epoch, double Loss, double? Accuracy, double? ValidationLoss, double? ValidationAccuracy, float LearningRate, double Seconds)
{
    /// <summary>Training samples per second.</summary>
    public double SamplesPerSecond { get; init; }

    /// <summary>The numbers in one line; those that are null are left out.</summary>
    public override string ToString() => $"epoch {Epoch}: {NumberFormat.Scores(Loss, Accuracy)}"
        + (ValidationLoss is { } loss ? $", {NumberFormat.Scores(loss, ValidationAccuracy, "validation ")}" : "")
        + $", learning rate {NumberFormat.Text(LearningRate)}, {NumberFormat.Seconds(Seconds)} s";
}
