using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>A sample of any shape as a vector.</summary>
/// <remarks>
/// <code>
/// Y = X, row-major                      dX = dY
/// Y = Xᵀ of images: channel by channel  dX = dYᵀ, each place by place
///
/// X [N × any shape]   Y [N × its size]
/// X [N × H × W × C]   Y [N × C·H·W]
/// </code>
/// Images have their channels last here, in PyTorch first. Flat they have the order that PyTorch gives them, so that a <see cref="Dense"/> after it has the
/// same weights in the files of both. <see cref="Dense"/> takes images without it, too. Shapes of two axes stay as they are, which is PyTorch's order for those
/// of <see cref="Embedding"/>, but not for those of a convolution over time.
/// </remarks>
public sealed class Flatten : Layer
{
    /// <inheritdoc/>
    public override bool IsLinear => true;

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        RequireInput(input);
        return input.Size;
    }

    /// <inheritdoc/>
    public override void Forward(in ForwardPass pass)
    {
        var (places, channels) = Axes(pass.InputShape);

        // Y = Xᵀ
        Transposition.OfEach(pass.Input, pass.Output, pass.BatchSize, places, channels);
    }

    /// <inheritdoc/>
    public override void Backward(in BackwardPass pass)
    {
        var (places, channels) = Axes(pass.InputShape);

        // dX = dYᵀ
        if (!pass.InputGradient.IsEmpty) Transposition.OfEach(pass.OutputGradient, pass.InputGradient, pass.BatchSize, channels, places);
    }

    /// <inheritdoc/>
    internal override int PlaceInOutput(Shape input, int feature)
    {
        var (places, channels) = Axes(input);
        return (feature % channels * places) + (feature / channels);
    }

    /// <inheritdoc/>
    public override string ExportOnnx(in OnnxPass pass) => Axes(pass.InputShape).Channels == 1
        ? pass.FlatInput()
        : pass.Node("Flatten", [pass.Node("Transpose", [pass.Input], ("perm", new long[] { 0, 3, 1, 2 }))]);

    /// <summary>The places of an image and its channels; 1 channel of anything else, which stays in its order.</summary>
    private static (int Places, int Channels) Axes(Shape input) => input.Rank == 3 ? (input.Size / input.Channels, input.Channels) : (input.Size, 1);
}
