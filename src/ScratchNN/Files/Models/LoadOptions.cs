namespace ScratchNN.Files;

/// <summary>How weights are taken from a file.</summary>
public sealed record LoadOptions
{
    /// <summary>The name of the parameter for the name of a tensor in the file; null leaves the tensor out. Default: the same name.</summary>
    public Func<string, string?>? Rename { get; init; }

    /// <summary>
    /// Whether the file must have every parameter of the model, and no other tensor but those that <see cref="Rename"/> leaves out. If false, parameters that are not in the file
    /// stay as they are; one in another shape is still an error. Default true.
    /// </summary>
    public bool Strict { get; init; } = true;
}
