using System.Numerics.Tensors;

namespace ScratchNN;

/// <summary>Layers, and a way past them.</summary>
/// <remarks>
/// <code>
/// Y  = F(X) + X          F: the layers, one after another
/// dX = dY + dF           with a shortcut S: Y = F(X) + S(X), dX = dS + dF
///
/// X, Y [N × any shape]
/// </code>
/// The layers learn what to change of X, and the gradient reaches earlier layers undiminished, so that deep stacks learn. Where F changes the shape,
/// <see cref="Shortcut"/> brings X to it. Parameters: <c>layers.0.weight</c>, …, <c>shortcut.weight</c>. K. He et al.: Deep residual learning for image
/// recognition, CVPR 2016.
/// </remarks>
public sealed partial class Residual : Container
{
    /// <summary>These layers, one after another, and a way past them.</summary>
    /// <param name="layers">F, at least one layer.</param>
    /// <exception cref="ArgumentException">There is none, or containers would be in containers more than 64 deep.</exception>
    /// <exception cref="ArgumentNullException">One is null.</exception>
    public Residual(params ReadOnlySpan<Layer> layers) : base(new InnerLayer { Layer = new Block(layers), Name = "layers" })
    {
    }

    /// <summary>S: brings X to the shape of F(X), such as a <see cref="Dense"/> without activation. Default null: X itself is added.</summary>
    /// <exception cref="ArgumentException">Containers would be in containers more than 64 deep.</exception>
    public Layer? Shortcut
    {
        get;
        init
        {
            if (value != null) Add(new InnerLayer { Layer = value, Name = "shortcut" });
            field = value;
        }
    }

    /// <summary>Whether all layers are.</summary>
    public override bool IsLinear => Inner.All(inner => inner.Layer.IsLinear);

    private Block Block => (Block)Inner[0].Layer;

    /// <inheritdoc/>
    protected override Shape CombinedShape(Shape input, ReadOnlySpan<Shape> inner)
    {
        var added = Shortcut == null ? input : inner[1];
        return added == inner[0] ? added : throw new ArgumentException($"{this} adds the output of its layers, {inner[0]}, to "
            + (Shortcut == null
                ? $"its input, {added}: end the layers in that shape, or set Shortcut to a layer that turns {added} into {inner[0]}{Remedy(inner[0])}."
                : $"the output of its Shortcut {Shortcut}, {added}: both need the same shape."));
    }

    private static string Remedy(Shape wanted) => wanted.Rank == 1 ? $", such as new Dense({wanted.Size})" : "";

    /// <inheritdoc/>
    protected override void Combine(in CombinePass pass) =>
        // Y = F(X) + X
        TensorPrimitives.Add(pass.InnerOutput(0), Shortcut == null ? pass.Input : pass.InnerOutput(1), pass.Output);

    /// <inheritdoc/>
    protected override void Distribute(in DistributePass pass)
    {
        // dX = dY + dF
        pass.OutputGradient.CopyTo(pass.InnerGradient(0));
        if (Shortcut != null) pass.OutputGradient.CopyTo(pass.InnerGradient(1));
        else if (!pass.InputGradient.IsEmpty) pass.OutputGradient.CopyTo(pass.InputGradient);
    }

    /// <inheritdoc/>
    protected override string ExportOnnx(in OnnxPass pass, ReadOnlySpan<string> inner) =>
        pass.Node("Add", [inner[0], Shortcut == null ? pass.Input : inner[1]]);

    /// <summary>The layers in order, and the shortcut: <c>Residual(Dense(64), ReLU, Dense(64))</c>.</summary>
    public override string ToString() => $"Residual({string.Join(", ", Block.Layers)})" + (Shortcut == null ? "" : $" {{ Shortcut = {Shortcut} }}");
}
