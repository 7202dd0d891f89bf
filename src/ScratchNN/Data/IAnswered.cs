namespace ScratchNN;

/// <summary>A dataset of ours, which knows what kind of y it was made with.</summary>
internal interface IAnswered : IDataset
{
    /// <summary>Whether labels or targets say yes (1) or no (0), for each output.</summary>
    bool AreYesNo { get; }

    /// <summary>Whether those of a dataset do, if it knows.</summary>
    static bool Of(IDataset data) => data is IAnswered { AreYesNo: true };
}
