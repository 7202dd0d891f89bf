namespace ScratchNN;

/// <summary>Rows on demand, for data that is larger than memory or made up as it goes.</summary>
/// <remarks>The same rows must always give the same numbers, and any thread may ask. Count and shapes are asked for once, when a call begins.</remarks>
public interface IDataset
{
    /// <summary>The number of samples, at least 1.</summary>
    int Count { get; }

    /// <summary>The shape of one input sample.</summary>
    Shape InputShape { get; }

    /// <summary>The shape of one target; null if the samples have class labels.</summary>
    Shape? TargetShape { get; }

    /// <summary>Names and attachments. Default null: none are known. <see cref="DataInfo.None"/> keeps a profile of the inputs out of the model, too.</summary>
    DataInfo? Info => null;

    /// <summary>Reads samples: assigns inputs, labels or targets, and weights other than 1.</summary>
    /// <param name="pass">Which samples, and where they go.</param>
    void Read(in ReadPass pass);

    /// <summary>
    /// Announces which rows will be read next, in this order: those of an epoch, or of an evaluation. What was announced before no longer holds. By default it
    /// does nothing.
    /// </summary>
    /// <remarks>It is not a promise: other rows may be read in between, and not all of these. <see cref="Dataset.ReadAhead"/> uses it.</remarks>
    /// <param name="rows">Each 0 to <see cref="Count"/> − 1; they are valid during the call.</param>
    void Announce(ReadOnlySpan<int> rows)
    {
    }
}
