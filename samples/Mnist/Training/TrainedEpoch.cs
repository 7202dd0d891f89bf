using ScratchNN;

namespace Mnist;

/// <summary>One pass over the images.</summary>
/// <param name="Epoch">1 for the first.</param>
/// <param name="Loss">The mean, as the weights were in each step.</param>
/// <param name="Accuracy">The share read correctly, as the weights were in each step.</param>
/// <param name="LearningRate">Of its last step.</param>
/// <param name="Seconds">Training alone.</param>
internal sealed record TrainedEpoch(int Epoch, double Loss, double? Accuracy, double LearningRate, double Seconds)
{
    public static TrainedEpoch Of(EpochResult epoch) => new(epoch.Epoch, epoch.Loss, epoch.Accuracy, epoch.LearningRate, epoch.Duration.TotalSeconds);
}
