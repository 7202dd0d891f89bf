using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>The mean of an image, channel by channel: what a classifier needs to know of it, whatever its size.</summary>
/// <remarks>
/// <code>
/// y  = Σ x / (H·W) over the image
/// dx = dy / (H·W)
///
/// X [N × H × W × C], or [N × H × W] with C = 1    Y [N × C]
/// </code>
/// M. Lin, Q. Chen, S. Yan: Network in network, ICLR 2014.
/// </remarks>
public sealed class GlobalAveragePool2D : Layer
{
    /// <inheritdoc/>
    public override bool IsLinear => true;

    /// <summary>[C].</summary>
    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => Windows.RequireImage(input, this).Channels;

    /// <inheritdoc/>
    public override void Forward(in ForwardPass pass) =>
        // y = Σ x / (H·W)
        PoolKernels.GlobalAverage(pass.Input, pass.Output, OutputShape(pass.InputShape).Size, pass.BatchSize, pass.Workers);

    /// <inheritdoc/>
    public override void Backward(in BackwardPass pass)
    {
        // dx = dy / (H·W)
        if (!pass.InputGradient.IsEmpty)
            PoolKernels.GlobalAverageGradient(pass.OutputGradient, pass.InputGradient, OutputShape(pass.InputShape).Size, pass.BatchSize, pass.Workers);
    }

    /// <inheritdoc/>
    public override string ExportOnnx(in OnnxPass pass) => pass.Node("Flatten", [pass.Node("GlobalAveragePool", [pass.ChannelsFirst(places: 2)])]);
}
