namespace ScratchNN.Files;

/// <summary>A tensor in a file.</summary>
public sealed record TensorInfo
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>The type of its values as safetensors calls it: F32, F16, BF16 and F64 can be read as weights, others, such as I64, are only listed.</summary>
    public required string Type { get; init; }

    /// <summary>The lengths of its axes; none for a single number.</summary>
    public required IReadOnlyList<long> Dimensions { get; init; }

    /// <summary>Name, type and axes: <c>0.weight F32 [128 × 784]</c>.</summary>
    public override string ToString() => $"{FileText.Short(Name)} {Type} [{string.Join(" × ", Dimensions.Take(8))}]";
}
