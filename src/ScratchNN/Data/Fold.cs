namespace ScratchNN;

/// <summary>Data in two parts: to train on, and to test with.</summary>
public sealed record Fold
{
    /// <summary>The samples to train on.</summary>
    public required IDataset Train { get; init; }

    /// <summary>The samples that are held out.</summary>
    public required IDataset Test { get; init; }

    /// <summary>Which rows of the data <see cref="Train"/> has, in its order. In your own fold, empty unless you set it.</summary>
    public IReadOnlyList<int> TrainRows { get; init; } = [];

    /// <summary>Which rows of the data <see cref="Test"/> has, in its order. In your own fold, empty unless you set it.</summary>
    public IReadOnlyList<int> TestRows { get; init; } = [];

    /// <summary>The two parts: <c>var (train, test) = data.Split(0.2);</c></summary>
    /// <param name="train">The samples to train on.</param>
    /// <param name="test">The samples that are held out.</param>
    public void Deconstruct(out IDataset train, out IDataset test) => (train, test) = (Train, Test);

    /// <summary>The numbers of samples.</summary>
    public override string ToString() => $"{Train.Count} samples to train on, {Test.Count} to test with";
}
