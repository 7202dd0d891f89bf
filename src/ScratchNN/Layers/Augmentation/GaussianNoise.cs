using System.Text.Json;
using ScratchNN.Kernels;

namespace ScratchNN.Augmentation;

/// <summary>Adds normal noise while training, other numbers in each step.</summary>
/// <remarks>
/// <code>
/// y  = x + e      e ~ N(0, standardDeviation²)
/// dx = dy
///
/// X, Y, E [N × any shape]
/// </code>
/// Seeded by row and step: number j of a sample gets the number j of <see cref="ForwardPass.Random"/>, and neither threads nor micro-batches change it. In
/// prediction, y = x.
/// </remarks>
public sealed class GaussianNoise : Layer
{
    private readonly double _standardDeviation;

    /// <summary>A layer that is at work in training only.</summary>
    /// <param name="standardDeviation">Of the noise, in the units of the input: at least 0. Usually about 0.1 of that of the inputs.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is below 0, or not finite.</exception>
    public GaussianNoise(double standardDeviation) => _standardDeviation = Guard.FiniteAtLeast(0, standardDeviation);

    /// <summary>True: for given random numbers.</summary>
    public override bool IsLinear => true;

    /// <inheritdoc/>
    public override void Forward(in ForwardPass pass)
    {
        // y = x + e
        if (pass.IsTraining)
            Elementwise.AddNoise(pass.Input, pass.Output, pass.InputShape.Size, (float)_standardDeviation, pass.Seed, pass.FirstRow, pass.Workers);
        else pass.Input.CopyTo(pass.Output);
    }

    /// <inheritdoc/>
    public override void Backward(in BackwardPass pass)
    {
        // dx = dy
        if (!pass.InputGradient.IsEmpty) pass.OutputGradient.CopyTo(pass.InputGradient);
    }

    /// <inheritdoc/>
    public override void WriteArguments(Utf8JsonWriter json) => json.WriteNumber("standardDeviation", _standardDeviation);

    /// <inheritdoc/>
    public override string ExportOnnx(in OnnxPass pass) => pass.Input;

    internal static GaussianNoise Read(JsonElement json) => new(json.Get("standardDeviation").GetDouble());

    /// <summary><c>GaussianNoise(0.1)</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"GaussianNoise({_standardDeviation})");
}
