namespace Mnist;

/// <summary>What the record can be told.</summary>
internal sealed record RecordOptions
{
    public int Runs { get; init; } = 10;
    public ulong Seed { get; init; }
    public int Threads { get; init; } = 2;

    /// <summary>Whether the test is the last sixth of the training images, and the training is without them.</summary>
    public bool HoldOut { get; init; }

    public bool Offline { get; init; }
    public string? Data { get; init; }

    /// <summary>The file of a report; null for none.</summary>
    public string? Report { get; init; }
}
