namespace ScratchNN;

/// <summary>The inputs and outputs of <see cref="Layer.Forward"/>, for one micro-batch of N samples.</summary>
public readonly ref struct ForwardPass
{
    private readonly Workers? _workers;

    /// <summary>The layer's parameters, one after another as <see cref="Layer.Parameters"/> lists them.</summary>
    public required ReadOnlySpan<float> Parameters { get; init; }

    /// <summary>X [N × input size].</summary>
    public required ReadOnlySpan<float> Input { get; init; }

    /// <summary>Y [N × output size], to be assigned; arrives dirty.</summary>
    public required Span<float> Output { get; init; }

    /// <summary>Room for the values that Backward will need, <see cref="Layer.CacheSize"/> floats; arrives dirty.</summary>
    public Span<float> Cache { get; init; }

    /// <summary>N, the samples in this micro-batch.</summary>
    public required int BatchSize { get; init; }

    /// <summary>The shape of one input sample.</summary>
    public required Shape InputShape { get; init; }

    /// <summary>True while fitting, false while predicting and evaluating, and in a layer whose parameters are all frozen.</summary>
    public bool IsTraining { get; init; }

    /// <summary>A seed of this step and this layer.</summary>
    public ulong Seed { get; init; }

    /// <summary>Where the micro-batch begins in the whole batch.</summary>
    public int FirstRow { get; init; }

    /// <summary>A flag for each parameter of a container; empty if none is frozen.</summary>
    internal ReadOnlySpan<bool> Frozen { get; init; }

    /// <summary>The threads to split rows over.</summary>
    public Workers Workers { get => _workers ?? Workers.None; init => _workers = value; }

    /// <summary>Random numbers for one row: the same in Backward, for any micro-batch size and any number of threads.</summary>
    /// <param name="row">0 to N − 1.</param>
    public RandomStream Random(int row) => new(Seed, (ulong)(FirstRow + row));
}
