namespace ScratchNN;

/// <summary>What the header of a safetensors file says of one tensor.</summary>
/// <param name="Name">Its name.</param>
/// <param name="TypeName">What the file calls the type of its values.</param>
/// <param name="Type">How they are read; null for types that are told of only.</param>
/// <param name="Shape">Its dimensions; none for a single number.</param>
/// <param name="Count">Its values.</param>
/// <param name="Begin">Where it begins in the buffer.</param>
/// <param name="End">The byte after its last.</param>
internal sealed record TensorEntry(string Name, string TypeName, StoredType? Type, long[] Shape, int Count, long Begin, long End)
{
    /// <summary>
    /// Whether the values are floats of any kind, not integers or booleans, which no weight is: PyTorch counts the batches of a normalisation in an I64.
    /// </summary>
    public bool HasFloats => TypeName is ['F', ..] or ['B', 'F', ..];
}
