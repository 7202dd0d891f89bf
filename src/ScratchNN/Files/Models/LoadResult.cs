namespace ScratchNN.Files;

/// <summary>The tensors that <see cref="Model.LoadWeights(string, LoadOptions)"/> read from a file.</summary>
public sealed record LoadResult
{
    /// <summary>The parameters that were read, in the model's order.</summary>
    public required IReadOnlyList<string> Loaded { get; init; }

    /// <summary>The parameters that the file does not have. They stay as they were; those of a model that had no weights are drawn with seed 0.</summary>
    public required IReadOnlyList<string> Missing { get; init; }

    /// <summary>The tensors of the file that no parameter took, by their names there. The optimizer state of a checkpoint is not among them.</summary>
    public required IReadOnlyList<string> Unused { get; init; }
}
