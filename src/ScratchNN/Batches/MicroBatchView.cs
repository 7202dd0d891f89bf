namespace ScratchNN;

/// <summary>What metrics see of a micro-batch.</summary>
internal readonly ref struct MicroBatchView
{
    public required ReadOnlySpan<float> Outputs { get; init; }
    public required ReadOnlySpan<int> Labels { get; init; }
    public required ReadOnlySpan<float> Targets { get; init; }
    public required ReadOnlySpan<float> Weights { get; init; }
}
