namespace ScratchNN;

/// <summary>The description of one parameter of a layer.</summary>
public sealed record ParameterInfo
{
    /// <summary>Its name within the layer: <c>weight</c>, <c>bias</c>. A model puts the layer's index before it: <c>0.weight</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Its dimensions: <c>[784 × 128]</c>.</summary>
    public required Shape Shape { get; init; }

    /// <summary>What changes it during training. Default <see cref="ParameterRole.Weight"/>: the optimizer.</summary>
    public ParameterRole Role { get; init; }

    /// <summary>
    /// The order of the axes in files, which is PyTorch's: <c>[1, 0]</c> for weights that are [in × out] in memory and [out × in] there.
    /// Default null: as in memory.
    /// </summary>
    /// <exception cref="ArgumentException">The numbers are not 0 to their count − 1, each once.</exception>
    public IReadOnlyList<int>? FileAxes
    {
        get;
        init => field = value == null ? null : value.Order().SequenceEqual(Enumerable.Range(0, value.Count)) ? [.. value]
            : throw new ArgumentException($"The {value.Count} axes of {Name} are 0 to {value.Count - 1}, each once, got {string.Join(", ", value)}.",
                nameof(value));
    }

    /// <summary>
    /// The dimensions in files, where some axes are one there: a <see cref="Dense"/> after an image has weights [pixels × channels × out] in memory, and [out
    /// × channels·pixels] there. The numbers are in the order of <see cref="FileAxes"/>. Default null: an axis for each in memory.
    /// </summary>
    public Shape? FileShape { get; init; }

    /// <summary>
    /// The parameter as files up to format 2 have it: there the inputs of a <see cref="FileShape"/> are in the order of memory, after the outputs.
    /// </summary>
    internal ParameterInfo InOldFiles => FileShape == null ? this : this with { FileAxes = [Shape.Rank - 1, .. Enumerable.Range(0, Shape.Rank - 1)] };

    /// <summary>
    /// Fan-in: how many inputs, each times a number of this parameter, make one output of the layer: <c>in</c> of a weight [in × out]. Checks read it. Default
    /// 0: unknown.
    /// </summary>
    public int FanIn { get; init; }

    /// <summary>Whether the optimizer moves it.</summary>
    internal bool IsTrained => Role is ParameterRole.Weight or ParameterRole.Undecayed;

    /// <summary>Whether both say the same.</summary>
    public bool Equals(ParameterInfo? other) => other is not null
        && (Name, Shape, Role, FileShape, FanIn) == (other.Name, other.Shape, other.Role, other.FileShape, other.FanIn)
        && (FileAxes ?? []).SequenceEqual(other.FileAxes ?? []);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Shape, Role);

    /// <summary>Name and shape, and what is not as usual.</summary>
    public override string ToString() => $"{Name} {Shape}" + (FileAxes is { } axes ? $", axes [{string.Join(", ", axes)}] in files" : "")
        + (FileShape is { } file ? $", there {file}" : "") + Role switch
        {
            ParameterRole.Undecayed => ", no weight decay",
            ParameterRole.Statistic => ", a statistic",
            ParameterRole.Adapted => ", adapted to the data",
            _ => "",
        };
}
