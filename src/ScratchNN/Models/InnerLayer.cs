namespace ScratchNN;

/// <summary>A layer in a <see cref="Container"/>, and whose output it reads.</summary>
public readonly struct InnerLayer
{
    /// <summary>The layer.</summary>
    public required Layer Layer { get; init; }

    /// <summary>
    /// What it is called in names of parameters and in findings: <c>gate</c> makes <c>0.gate.weight</c>. Letters, digits, <c>_</c> and <c>-</c>, unlike all
    /// others in the container. Default null: its index.
    /// </summary>
    public string? Name { get; init; }

    /// <summary>The index of the inner layer whose output it reads, which comes before it. Default null: it reads the container's input.</summary>
    public int? Source { get; init; }

    /// <summary>A layer that reads the container's input.</summary>
    /// <param name="layer">The layer.</param>
    public static implicit operator InnerLayer(Layer layer) => new() { Layer = layer };

    /// <summary>The name, if there is one, and the layer: <c>gate: Dense(64)</c>.</summary>
    public override string ToString() => Name == null ? $"{Layer}" : $"{Name}: {Layer}";
}
