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
}
