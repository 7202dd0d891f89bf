namespace ScratchNN.Tests;

/// <summary>Hears of every step in time, on the training thread.</summary>
internal sealed class Reporter(Action<TrainingProgress> report) : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value) => report(value);
}
