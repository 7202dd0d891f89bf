using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>The rectified linear unit, elementwise.</summary>
/// <remarks>
/// <code>
/// y  = max(x, 0)
/// dx = dy where x &gt; 0, else 0
///
/// X, Y [N × any shape]
/// </code>
/// NaN stays NaN, so that it is seen. V. Nair, G. Hinton: Rectified linear units improve restricted Boltzmann machines, ICML 2010.
/// </remarks>
public sealed class ReLU : Layer
{
    /// <summary>0 to infinity.</summary>
    public override (float Low, float High)? OutputRange => (0, float.PositiveInfinity);

    internal override bool IsRectifier => true;

    /// <inheritdoc/>
    public override void Forward(in ForwardPass pass) =>
        // y = max(x, 0)
        Elementwise.Activate(new Activations.ReLU(), pass.Input, pass.Output, pass.Workers, isCheap: true);

    /// <inheritdoc/>
    public override void Backward(in BackwardPass pass)
    {
        // dx = dy where x > 0, else 0; y > 0 is the same, and X need not come from memory
        if (!pass.InputGradient.IsEmpty)
            Elementwise.ActivationGradient(new Activations.ReLU(), pass.Output, pass.Output, pass.OutputGradient, pass.InputGradient, pass.Workers,
                isCheap: true);
    }

    /// <inheritdoc/>
    public override string ExportOnnx(in OnnxPass pass) => pass.Node("Relu", [pass.Input]);
}
