using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>The sigmoid linear unit, elementwise, also called swish: x times its sigmoid.</summary>
/// <remarks>
/// <code>
/// y  = x·σ(x)                          with σ(x) = 1 / (1 + exp(−x))
/// dx = σ(x)·(1 + x·(1 − σ(x)))·dy
///
/// X, Y [N × any shape]
/// </code>
/// Smooth, and near ReLU for large |x|; the least output is −0.278, at x = −1.28. Y is within 3.3 units in the last place; no x overflows. NaN stays NaN.
/// D. Hendrycks, K. Gimpel: Gaussian error linear units (GELUs), 2016, arXiv:1606.08415, where it has its name.
/// </remarks>
public sealed class SiLU : Layer
{
    /// <summary>−0.278, rounded down, to infinity.</summary>
    public override (float Low, float High)? OutputRange => (-0.2785f, float.PositiveInfinity);

    /// <inheritdoc/>
    public override void Forward(in ForwardPass pass) =>
        // y = x·σ(x)
        Elementwise.Activate(new Activations.SiLU(), pass.Input, pass.Output, pass.Workers);

    /// <inheritdoc/>
    public override void Backward(in BackwardPass pass)
    {
        // dx = σ(x)·(1 + x·(1 − σ(x)))·dy
        if (!pass.InputGradient.IsEmpty)
            Elementwise.ActivationGradient(new Activations.SiLU(), pass.Input, pass.Output, pass.OutputGradient, pass.InputGradient, pass.Workers);
    }

    /// <inheritdoc/>
    public override string ExportOnnx(in OnnxPass pass) => pass.Node("Mul", [pass.Input, pass.Node("Sigmoid", [pass.Input])]);
}
