namespace ScratchNN;

/// <summary>Layers, one after another, as one layer.</summary>
/// <remarks>
/// <para>Y = fₙ(… f₂(f₁(X))). Its cache holds the outputs and caches of its layers, and in Backward their gradients: the whole
/// workspace of a model is the cache of one block. Blocks nest.</para>
/// <para>Parameters: those of its layers in order, named <c>index.name</c>, as PyTorch's <c>nn.Sequential</c> does.</para>
/// </remarks>
public sealed partial class Block : Container
{
    /// <summary>A block of these layers.</summary>
    /// <param name="layers">At least one.</param>
    /// <exception cref="ArgumentException">There is none, or containers would be in containers more than 64 deep.</exception>
    /// <exception cref="ArgumentNullException">One is null.</exception>
    public Block(params ReadOnlySpan<Layer> layers) : base(InARow(layers)) => Layers = [.. Inner.Select(inner => inner.Layer)];

    /// <summary>The layers, in order.</summary>
    public IReadOnlyList<Layer> Layers { get; }

    /// <summary>That of the first layer.</summary>
    public override Shape? InputShape => Layers[0].InputShape;

    /// <summary>That of the last layer.</summary>
    public override OutputKind? Meaning => Layers[^1].Meaning;

    /// <summary>That of the last layer.</summary>
    public override (float Low, float High)? OutputRange => Layers[^1].OutputRange;

    /// <summary>Whether all layers are.</summary>
    public override bool IsLinear => Layers.All(layer => layer.IsLinear);

    internal override bool IsInPlace => true;

    internal override int PlaceInOutput(Shape input, int feature)
    {
        foreach (var layer in Layers)
        {
            feature = layer.PlaceInOutput(input, feature);
            if (feature < 0) return -1;
            input = layer.OutputShape(input);
        }
        return feature;
    }

    /// <summary>The layer that comes last, in whichever block it is.</summary>
    internal Layer LastLayer => Layers[^1] is Block block ? block.LastLayer : Layers[^1];

    /// <summary>The block without <see cref="LastLayer"/>; null if there is no other.</summary>
    internal Block? WithoutLastLayer()
    {
        var layers = Layers.SkipLast(1).ToList();
        if (Layers[^1] is Block block && block.WithoutLastLayer() is { } rest) layers.Add(rest);
        return layers.Count == 0 ? null : new Block([.. layers]);
    }

    /// <inheritdoc/>
    protected override Shape CombinedShape(Shape input, ReadOnlySpan<Shape> inner) => inner[^1];

    /// <summary>Nothing is left to do: the last layer has written the output.</summary>
    protected override void Combine(in CombinePass pass)
    {
    }

    /// <summary>Nothing is left to do: the last layer reads the gradient of the output.</summary>
    protected override void Distribute(in DistributePass pass)
    {
    }

    /// <inheritdoc/>
    protected override string ExportOnnx(in OnnxPass pass, ReadOnlySpan<string> inner) => inner[^1];

    private static InnerLayer[] InARow(ReadOnlySpan<Layer> layers)
    {
        if (layers.IsEmpty)
            throw new ArgumentException("At least one layer is needed, got none.", nameof(layers));
        var inner = new InnerLayer[layers.Length];
        Guard.NoneNull(layers.ToArray(), nameof(layers));
        for (int i = 0; i < inner.Length; i++) inner[i] = new InnerLayer { Layer = layers[i], Source = i == 0 ? null : i - 1 };
        return inner;
    }
}
