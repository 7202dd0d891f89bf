using System.Text.Json;
using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>The exponential linear unit, elementwise: x where it is positive, below that a curve that ends at −α.</summary>
/// <remarks>
/// <code>
/// y  = x  where x &gt; 0, else α·(eˣ − 1)
/// dx = dy where x &gt; 0, else (y + α)·dy
///
/// X, Y [N × any shape]
/// </code>
/// Outputs of either sign have a mean near 0, which speeds learning up. With α = 1 the slope has no jump. eˣ − 1 is within 0.9 units in the last place; NaN
/// stays NaN. D.-A. Clevert, T. Unterthiner, S. Hochreiter: Fast and accurate deep network learning by exponential linear units (ELUs), ICLR 2016.
/// </remarks>
public sealed class ELU : Layer
{
    private readonly float _alpha;

    /// <summary>An exponential linear unit.</summary>
    /// <param name="alpha">α, above 0. Default 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">α is not a number above 0.</exception>
    public ELU(double alpha = 1) => _alpha = (float)Guard.PositiveFinite(alpha);

    /// <summary>−α to infinity.</summary>
    public override (float Low, float High)? OutputRange => (-_alpha, float.PositiveInfinity);

    /// <inheritdoc/>
    public override void Forward(in ForwardPass pass) =>
        // y = x where x > 0, else α·(eˣ − 1)
        Elementwise.Activate(new Activations.ELU(_alpha), pass.Input, pass.Output, pass.Workers);

    /// <inheritdoc/>
    public override void Backward(in BackwardPass pass)
    {
        // dx = dy where x > 0, else (y + α)·dy
        if (!pass.InputGradient.IsEmpty)
            Elementwise.ActivationGradient(new Activations.ELU(_alpha), pass.Input, pass.Output, pass.OutputGradient, pass.InputGradient);
    }

    /// <inheritdoc/>
    public override void WriteArguments(Utf8JsonWriter json) => json.WriteNumber("alpha", _alpha);

    /// <inheritdoc/>
    public override string ExportOnnx(in OnnxPass pass) => pass.Node("Elu", [pass.Input], ("alpha", _alpha));

    internal static ELU Read(JsonElement json) => new(json.Get("alpha").GetDouble());

    /// <summary><c>ELU(1)</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"ELU({_alpha})");
}
