using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>The hyperbolic tangent, elementwise: any number to one between −1 and 1.</summary>
/// <remarks>
/// <code>
/// y  = tanh x
/// dx = (1 − y²)·dy
///
/// X, Y [N × any shape]
/// </code>
/// The slope is 1 at 0 and vanishes for large |x|. Odd: tanh(−x) = −tanh x, bit for bit. Within 1.34 units in the last place; NaN stays NaN.
/// </remarks>
public sealed class Tanh : Layer
{
    /// <summary>−1 to 1.</summary>
    public override (float Low, float High)? OutputRange => (-1, 1);

    /// <inheritdoc/>
    public override void Forward(in ForwardPass pass) =>
        // y = tanh x
        Elementwise.Activate(new Activations.Tanh(), pass.Input, pass.Output, pass.Workers);

    /// <inheritdoc/>
    public override void Backward(in BackwardPass pass)
    {
        // dx = (1 − y²)·dy
        if (!pass.InputGradient.IsEmpty)
            Elementwise.ActivationGradient(new Activations.Tanh(), pass.Input, pass.Output, pass.OutputGradient, pass.InputGradient);
    }

    /// <inheritdoc/>
    public override string ExportOnnx(in OnnxPass pass) => pass.Node("Tanh", [pass.Input]);
}
