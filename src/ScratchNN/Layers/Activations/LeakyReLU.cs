using System.Text.Json;
using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>A rectified linear unit that lets a little through below 0, elementwise: no unit dies.</summary>
/// <remarks>
/// <code>
/// y  = x  where x &gt; 0, else a·x
/// dx = dy where x &gt; 0, else a·dy
///
/// X, Y [N × any shape]
/// </code>
/// a is <c>slope</c>. NaN stays NaN. A. Maas, A. Hannun, A. Ng: Rectifier nonlinearities improve neural network acoustic models, ICML workshop 2013.
/// </remarks>
public sealed class LeakyReLU : Layer
{
    private readonly float _slope;

    /// <summary>A leaky rectified linear unit.</summary>
    /// <param name="slope">a, the slope below 0: above 0, usually far below 1. Default 0.01, as in PyTorch; Keras has 0.3.</param>
    /// <exception cref="ArgumentOutOfRangeException">The slope is not a number above 0.</exception>
    public LeakyReLU(double slope = 0.01) => _slope = (float)Guard.PositiveFinite(slope);

    /// <inheritdoc/>
    public override void Forward(in ForwardPass pass) =>
        // y = x where x > 0, else a·x
        Elementwise.Activate(new Activations.LeakyReLU(_slope), pass.Input, pass.Output);

    /// <inheritdoc/>
    public override void Backward(in BackwardPass pass)
    {
        // dx = dy where x > 0, else a·dy
        if (!pass.InputGradient.IsEmpty)
            Elementwise.ActivationGradient(new Activations.LeakyReLU(_slope), pass.Input, pass.Output, pass.OutputGradient, pass.InputGradient);
    }

    /// <inheritdoc/>
    public override void WriteArguments(Utf8JsonWriter json) => json.WriteNumber("slope", _slope);

    /// <inheritdoc/>
    public override string ExportOnnx(in OnnxPass pass) => pass.Node("LeakyRelu", [pass.Input], ("alpha", _slope));

    internal static LeakyReLU Read(JsonElement json) => new(json.Get("slope").GetDouble());

    /// <summary><c>LeakyReLU(0.01)</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"LeakyReLU({_slope})");
}
