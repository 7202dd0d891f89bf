namespace ScratchNN.Tests;

internal static class EpochResults
{
    /// <summary>A result of these numbers; without a validation loss, none of validation.</summary>
    public static EpochResult Of(int epoch, double loss, double? accuracy, double? validationLoss, double? validationAccuracy, double learningRate,
        double seconds) => new()
        {
            Epoch = epoch,
            Training = new() { Loss = loss, Accuracy = accuracy, Count = 1 },
            Validation = validationLoss is { } validation ? new() { Loss = validation, Accuracy = validationAccuracy, Count = 1 } : null,
            LearningRate = learningRate,
            Duration = TimeSpan.FromSeconds(seconds),
        };
}
