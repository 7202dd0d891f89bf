namespace Mnist;

/// <summary>What the main job gives; <c>--json</c> writes it.</summary>
/// <param name="TestAccuracy">The share of test images read correctly.</param>
/// <param name="Epochs">Loss, accuracy and seconds of each.</param>
/// <param name="Seconds">Training alone, without evaluation.</param>
/// <param name="SamplesPerSecond">Images trained on per second.</param>
/// <param name="Canceled">Whether Ctrl+C ended it early.</param>
internal sealed record TrainResult(
    double TestAccuracy, IReadOnlyList<TrainedEpoch> Epochs, double Seconds, double SamplesPerSecond, bool Canceled)
    : Result(Canceled);
