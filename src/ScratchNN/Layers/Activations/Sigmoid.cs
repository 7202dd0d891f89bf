using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>The logistic function, elementwise: any number to one between 0 and 1.</summary>
/// <remarks>
/// <code>
/// y  = 1 / (1 + exp(−x))
/// dx = y·(1 − y)·dy
///
/// X, Y [N × any shape]
/// </code>
/// The slope is at most ¼ and vanishes for large |x|: in a deep stack gradients fade, and <see cref="ReLU"/> learns faster.
/// Within 2.41 units in the last place; no x overflows. NaN stays NaN.
/// </remarks>
public sealed class Sigmoid : Layer
{
    /// <summary><see cref="OutputKind.YesNo"/>: the probability of yes.</summary>
    public override OutputKind? Meaning => OutputKind.YesNo;

    /// <summary>0 to 1.</summary>
    public override (float Low, float High)? OutputRange => (0, 1);

    /// <inheritdoc/>
    public override void Forward(in ForwardPass pass) =>
        // y = 1 / (1 + exp(−x))
        Elementwise.Activate(new Activations.Sigmoid(), pass.Input, pass.Output, pass.Workers);

    /// <inheritdoc/>
    public override void Backward(in BackwardPass pass)
    {
        // dx = y·(1 − y)·dy
        if (!pass.InputGradient.IsEmpty)
            Elementwise.ActivationGradient(new Activations.Sigmoid(), pass.Input, pass.Output, pass.OutputGradient, pass.InputGradient);
    }

    /// <inheritdoc/>
    public override string ExportOnnx(in OnnxPass pass) => pass.Node("Sigmoid", [pass.Input]);
}
