namespace Mnist;

/// <summary>What the main job can be told.</summary>
internal sealed record TrainOptions
{
    public ulong Seed { get; init; }
    public int? Epochs { get; init; }
    public int Hidden { get; init; } = 128;
    public int? BatchSize { get; init; }
    public int Threads { get; init; } = Environment.ProcessorCount;
    public bool Offline { get; init; }
    public string? Data { get; init; }

    /// <summary>The file of a report; null for none.</summary>
    public string? Report { get; init; }
}
