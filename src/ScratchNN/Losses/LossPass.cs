namespace ScratchNN;

/// <summary>The inputs and outputs of <see cref="Loss.Compute"/>, for N samples of K outputs.</summary>
public readonly ref struct LossPass
{
    private readonly Workers? _workers;

    /// <summary>The model's outputs [N × K].</summary>
    public required ReadOnlySpan<float> Output { get; init; }

    /// <summary>
    /// Class labels [N], each 0 to K − 1 (any integer where K = 1) or one that the loss <see cref="Loss.Ignores"/>; empty if there are targets.
    /// </summary>
    public ReadOnlySpan<int> Labels { get; init; }

    /// <summary>Targets [N × K]; empty if there are labels.</summary>
    public ReadOnlySpan<float> Targets { get; init; }

    /// <summary>One loss per sample [N], to be assigned, in memory of its own.</summary>
    public required Span<float> Losses { get; init; }

    /// <summary>
    /// Each row's gradient of its own loss with respect to the outputs [N × K], to be assigned, in memory of its own; empty where nobody needs it.
    /// </summary>
    public Span<float> OutputGradient { get; init; }

    /// <summary>N.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Throws if what is assigned shares memory with what is read meanwhile.</summary>
    internal void RequireOwnMemory()
    {
        bool isRead = OutputGradient.Overlaps(Output) || OutputGradient.Overlaps(Targets) || Losses.Overlaps(Output) || Losses.Overlaps(Targets);
        if (isRead || OutputGradient.Overlaps(Losses))
            throw new ArgumentException(
                "OutputGradient and Losses share memory with each other, or with Output or Targets, still read when they are written: "
                + "give each memory of its own.");
    }

    /// <summary>The threads to split rows over.</summary>
    public Workers Workers { get => _workers ?? Workers.None; init => _workers = value; }
}
