using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>A smooth rectifier, elementwise: any number to a positive one, as a scale or a rate needs.</summary>
/// <remarks>
/// <code>
/// y  = ln(1 + exp(x))
/// dx = σ(x)·dy           with σ(x) = 1 / (1 + exp(−x))
///
/// X, Y [N × any shape]
/// </code>
/// Computed as max(x, 0) + ln(1 + exp(−|x|)): no x overflows, and Y is above 0 as long as a float can be (x &gt; −103.9). Within 2.7 units in the last place.
/// NaN stays NaN. PyTorch's has a threshold of 20, above which y is x; the difference is 2e-9. C. Dugas et al.: Incorporating second-order functional knowledge
/// for better option pricing, NIPS 2000.
/// </remarks>
public sealed class Softplus : Layer
{
    /// <summary>0 to infinity.</summary>
    public override (float Low, float High)? OutputRange => (0, float.PositiveInfinity);

    /// <inheritdoc/>
    public override void Forward(in ForwardPass pass) =>
        // y = ln(1 + exp(x))
        Elementwise.Activate(new Activations.Softplus(), pass.Input, pass.Output, pass.Workers);

    /// <inheritdoc/>
    public override void Backward(in BackwardPass pass)
    {
        // dx = σ(x)·dy
        if (!pass.InputGradient.IsEmpty)
            Elementwise.ActivationGradient(new Activations.Softplus(), pass.Input, pass.Output, pass.OutputGradient, pass.InputGradient, pass.Workers);
    }

    /// <inheritdoc/>
    public override string ExportOnnx(in OnnxPass pass) => pass.Node("Softplus", [pass.Input]);
}
