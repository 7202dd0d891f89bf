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
}
