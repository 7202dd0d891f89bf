namespace ScratchNN;

/// <summary>The argument of <see cref="IDataset.Read"/>: the rows to read, and where to put them.</summary>
public readonly ref struct ReadPass
{
    /// <summary>Which samples, each 0 to <see cref="IDataset.Count"/> − 1, in any order.</summary>
    public required ReadOnlySpan<int> Rows { get; init; }

    /// <summary>Their inputs, row after row, to be assigned.</summary>
    public required Span<float> Inputs { get; init; }

    /// <summary>Their labels, to be assigned; empty if there are targets.</summary>
    public Span<int> Labels { get; init; }

    /// <summary>Their targets, row after row, to be assigned; empty if there are labels.</summary>
    public Span<float> Targets { get; init; }

    /// <summary>Their weights, each finite and at least 0. They arrive as ones: a dataset without weights leaves them.</summary>
    public Span<float> Weights { get; init; }
}
