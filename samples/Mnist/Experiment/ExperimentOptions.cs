namespace Mnist;

/// <summary>What the experiments can be told.</summary>
internal sealed record ExperimentOptions
{
    public bool Fixed { get; init; }
    public int? Iterations { get; init; }
    public ulong Seed { get; init; }
    public int Threads { get; init; } = Environment.ProcessorCount;
    public string? Initial { get; init; }
    public bool Offline { get; init; }
    public string? Data { get; init; }

    /// <summary>The file of a report; null for none.</summary>
    public string? Report { get; init; }
}
