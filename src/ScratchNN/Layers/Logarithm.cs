using System.Text.Json;
using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>The logarithm of magnitudes, elementwise, with their signs: for prices, populations and other numbers that span orders of magnitude.</summary>
/// <remarks>
/// <code>
/// y  = sign(x)·ln(1 + |x| / u)
/// dx = dy / (u + |x|)
///
/// X, Y [N × … × C]   unit u [C], given
/// </code>
/// Near 0 it is x / u, far out a logarithm; it is odd, and takes zeros and negative numbers. The unit is where one becomes the other: the median of a column,
/// say, so that Y does not depend on what X is counted in. J. Burbidge et al.: Alternative transformations to handle extreme values of the dependent variable,
/// 1988, use the like asinh(x / u). NaN stays NaN.
/// </remarks>
public sealed class Logarithm : Layer
{
    private readonly float[] _units;

    /// <summary>The logarithm in units.</summary>
    /// <param name="units">u of each feature; of samples of more dimensions, of each channel, which is the last axis. Each above 0. Default: none, all are
    /// 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A unit is not above 0, or not finite as a float.</exception>
    public Logarithm(params ReadOnlySpan<double> units)
    {
        _units = new float[units.Length];
        for (int i = 0; i < units.Length; i++) _units[i] = (float)Guard.PositiveFinite((float)units[i], nameof(units));
    }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        RequireInput(input);
        return _units.Length == 0 || _units.Length == input.Channels ? input
            : throw new ArgumentException($"{this} has {_units.Length} units, for as many features; samples of {input} have {input.Channels}.");
    }

    /// <inheritdoc/>
    public override void Forward(in ForwardPass pass)
    {
        // z = x / u
        var z = pass.Input;
        if (_units.Length > 0)
        {
            Standardization.Gradient(pass.Input, pass.Output, _units, pass.Workers);
            z = pass.Output;
        }

        // y = sign(z)·ln(1 + |z|)
        Elementwise.Activate(new Activations.Logarithm(), z, pass.Output, pass.Workers);
    }

    /// <inheritdoc/>
    public override void Backward(in BackwardPass pass)
    {
        if (pass.InputGradient.IsEmpty) return;
        if (_units.Length == 0)
        {
            Elementwise.ActivationGradient(new Activations.Logarithm(), pass.Input, pass.Output, pass.OutputGradient, pass.InputGradient, pass.Workers);
            return;
        }

        // dz = dy / (1 + |z|), dx = dz / u
        var dx = pass.InputGradient;
        Standardization.Gradient(pass.Input, dx, _units, pass.Workers);
        Elementwise.ActivationGradient(new Activations.Logarithm(), dx, pass.Output, pass.OutputGradient, dx, pass.Workers);
        Standardization.Gradient(dx, dx, _units, pass.Workers);
    }

    /// <inheritdoc/>
    public override void WriteArguments(Utf8JsonWriter json)
    {
        if (_units.Length == 0) return;
        json.WriteStartArray("units");
        foreach (float unit in _units) json.WriteNumberValue(unit);
        json.WriteEndArray();
    }

    /// <inheritdoc/>
    public override string ExportOnnx(in OnnxPass pass)
    {
        string z = _units.Length == 0 ? pass.Input : pass.Node("Div", [pass.Input, pass.Constant("units", _units)]);
        string y = pass.Node("Log", [pass.Node("Add", [pass.Node("Abs", [z]), pass.Constant("one", [1f])])]);
        return pass.Node("Mul", [pass.Node("Sign", [z]), y]);
    }

    internal static Logarithm Read(JsonElement json) =>
        json.TryGetProperty("units", out var units) ? new([.. units.EnumerateArray().Select(unit => (double)unit.GetSingle())]) : new();

    /// <summary><c>Logarithm</c>, or <c>Logarithm(14.5, 3)</c> with the units.</summary>
    public override string ToString() => _units.Length == 0 ? "Logarithm"
        : FormattableString.Invariant(
            $"Logarithm({string.Join(", ", _units.Take(4).Select(unit => NumberFormat.Text(unit)))}{(_units.Length > 4 ? ", …" : "")})");
}
