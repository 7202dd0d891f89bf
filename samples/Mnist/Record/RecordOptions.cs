namespace Mnist;

/// <summary>What the record can be told.</summary>
internal sealed record RecordOptions
{
    public int Runs { get; init; } = 10;
    public ulong Seed { get; init; }
    public int Threads { get; init; } = 2;
    public bool Offline { get; init; }
    public string? Data { get; init; }
}
