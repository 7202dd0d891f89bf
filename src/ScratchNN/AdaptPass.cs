namespace ScratchNN;

/// <summary>The argument of <see cref="Layer.Adapt"/>: the next N samples of the data.</summary>
public readonly ref struct AdaptPass
{
    private readonly Workers? _workers;

    /// <summary>
    /// The layer's parameters, one after another as <see cref="Layer.Parameters"/> lists them, to be updated: the results of the samples before these.
    /// </summary>
    public required Span<float> Parameters { get; init; }

    /// <summary>X [N × input size], as the layer gets it in prediction.</summary>
    public required ReadOnlySpan<float> Input { get; init; }

    /// <summary>N, the samples in this pass.</summary>
    public required int BatchSize { get; init; }

    /// <summary>The shape of one input sample.</summary>
    public required Shape InputShape { get; init; }

    /// <summary>The labels of the samples. Empty where the data has targets, or neither.</summary>
    public ReadOnlySpan<int> Labels { get; init; }

    /// <summary>The targets of the samples, row after row. Empty where the data has labels, or neither.</summary>
    public ReadOnlySpan<float> Targets { get; init; }

    /// <summary>The weights of the samples. Empty where all count the same.</summary>
    public ReadOnlySpan<float> Weights { get; init; }

    /// <summary>How many samples earlier passes showed; 0 in the first.</summary>
    public long RowsBefore { get; init; }

    /// <summary>The threads to split rows over.</summary>
    public Workers Workers { get => _workers ?? Workers.None; init => _workers = value; }
}
