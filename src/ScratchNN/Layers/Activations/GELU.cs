using System.Text.Json;
using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>The Gaussian error linear unit, elementwise: x times the probability that a normal number is below x.</summary>
/// <remarks>
/// <code>
/// y  = x·Φ(x)                 with Φ(x) = ½·(1 + erf(x / √2))
/// dx = (Φ(x) + x·φ(x))·dy     with φ(x) = exp(−x²/2) / √(2π)
///
/// Approximate:
/// y  = ½·x·(1 + tanh u)       with u = √(2/π)·(x + 0.044715·x³)
/// dx = (½·(1 + tanh u) + ½·x·(1 − tanh² u)·u′)·dy
///
/// X, Y [N × any shape]
/// </code>
/// Smooth, and near ReLU for large |x|; the least output is −0.17, at x = −0.75. Y is within 5.5 units in the last place, far out as well, where 1 + erf would
/// lose its digits; the approximation within 3e-7. No x overflows. NaN stays NaN. D. Hendrycks, K. Gimpel: Gaussian error linear units (GELUs), 2016,
/// arXiv:1606.08415.
/// </remarks>
public sealed class GELU : Layer
{
    /// <summary>Whether to take the formula with tanh, as GPT-2 and BERT were trained with: it differs by 0.0005 at most. Default false.</summary>
    public bool Approximate { get; init; }

    /// <summary>−0.17 to infinity; the approximation goes down to −0.1701.</summary>
    public override (float Low, float High)? OutputRange => (Approximate ? -0.1701f : -0.17f, float.PositiveInfinity);

    /// <inheritdoc/>
    public override void Forward(in ForwardPass pass)
    {
        // y = x·Φ(x)
        if (!Approximate) Elementwise.Activate(new Activations.GELU(), pass.Input, pass.Output, pass.Workers);

        // y = ½·x·(1 + tanh u)
        else Elementwise.Activate(new Activations.ApproximateGELU(), pass.Input, pass.Output, pass.Workers);
    }

    /// <inheritdoc/>
    public override void Backward(in BackwardPass pass)
    {
        if (pass.InputGradient.IsEmpty) return;

        // dx = (Φ(x) + x·φ(x))·dy
        if (!Approximate)
            Elementwise.ActivationGradient(new Activations.GELU(), pass.Input, pass.Output, pass.OutputGradient, pass.InputGradient, pass.Workers);

        // dx = (½·(1 + tanh u) + ½·x·(1 − tanh² u)·u′)·dy
        else Elementwise.ActivationGradient(new Activations.ApproximateGELU(), pass.Input, pass.Output, pass.OutputGradient, pass.InputGradient, pass.Workers);
    }

    /// <inheritdoc/>
    public override void WriteArguments(Utf8JsonWriter json)
    {
        if (Approximate) json.WriteBoolean("approximate", true);
    }

    /// <inheritdoc/>
    public override string ExportOnnx(in OnnxPass pass)
    {
        string x = pass.Input; // the operator Gelu is one of set 20
        string u = Approximate
            ? pass.Node("Tanh", [pass.Node("Mul", [Cubic(pass), pass.Constant("√(2/π)", [0.797884561f])])])
            : pass.Node("Erf", [pass.Node("Mul", [x, pass.Constant("√½", [0.707106781f])])]);
        return pass.Node("Mul", [pass.Node("Mul", [x, pass.Constant("half", [0.5f])]), pass.Node("Add", [u, pass.Constant("one", [1f])])]);
    }

    /// <summary>x + 0.044715·x³.</summary>
    private static string Cubic(in OnnxPass pass)
    {
        string square = pass.Node("Mul", [pass.Input, pass.Input]);
        string factor = pass.Node("Add", [pass.Node("Mul", [square, pass.Constant("cubic", [0.044715f])]), pass.Constant("one", [1f])]);
        return pass.Node("Mul", [pass.Input, factor]);
    }

    internal static GELU Read(JsonElement json) => new() { Approximate = json.TryGetProperty("approximate", out var approximate) && approximate.GetBoolean() };

    /// <summary><c>GELU</c>, or <c>GELU(approximate)</c>.</summary>
    public override string ToString() => Approximate ? "GELU(approximate)" : "GELU";
}
