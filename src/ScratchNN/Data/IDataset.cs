namespace ScratchNN;

/// <summary>Rows on demand, for data that is larger than memory or made up as it goes.</summary>
/// <remarks>The same rows must always give the same floats, and any thread may ask. Count and shapes are asked for once, when a call begins.</remarks>
public interface IDataset
{
    /// <summary>The number of samples, at least 1.</summary>
    int Count { get; }

    /// <summary>The shape of one input sample.</summary>
    Shape InputShape { get; }

    /// <summary>The shape of one target; null if the samples have class labels.</summary>
    Shape? TargetShape { get; }

    /// <summary>Reads samples.</summary>
    /// <param name="rows">Which, each 0 to <see cref="Count"/> − 1, in any order.</param>
    /// <param name="inputs">Their inputs, row after row, to be assigned.</param>
    /// <param name="labels">Their labels, to be assigned; empty if there are targets.</param>
    /// <param name="targets">Their targets, row after row, to be assigned; empty if there are labels.</param>
    void Read(ReadOnlySpan<int> rows, Span<float> inputs, Span<int> labels, Span<float> targets);
}
