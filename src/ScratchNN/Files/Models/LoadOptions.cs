namespace ScratchNN.Files;

/// <summary>How weights are taken from a file.</summary>
public sealed record LoadOptions
{
    /// <summary>The name of the parameter for the name of a tensor in the file; null leaves the tensor out. Default: the same name.</summary>
    /// <remarks>
    /// The part of a file under a prefix: <c>name => name.StartsWith("encoder.", StringComparison.Ordinal) ? name["encoder.".Length..] : null</c>. All but the
    /// old head, with <see cref="Strict"/> = false: <c>name => name.StartsWith("2.", StringComparison.Ordinal) ? null : name</c>.
    /// </remarks>
    public Func<string, string?>? Rename { get; init; }

    /// <summary>
    /// Whether the file must have every parameter of the model, and no other tensor of floats but those that <see cref="Rename"/> leaves out. If false,
    /// parameters that are not in the file stay as they are; one in another shape is still an error, and so is a file that has none of them. Default true.
    /// </summary>
    public bool Strict { get; init; } = true;
}
