using System.Text.Json;
using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>Drops numbers at random while training, so that no unit relies on another alone.</summary>
/// <remarks>
/// <code>
/// m  = 0 with probability rate, else 1 / (1 − rate)
/// y  = m·x
/// dx = m·dy
///
/// X, Y, M [N × any shape]
/// </code>
/// The kept numbers are scaled up, so the mean of y is x; in prediction y = x, and ONNX has no node for it.
/// The number j of a sample goes by the number j of <see cref="ForwardPass.Random"/> of its row, and is dropped where that is below rate: the mask depends on
/// neither threads nor micro-batches. NaN stays NaN.
/// N. Srivastava, G. Hinton, A. Krizhevsky, I. Sutskever, R. Salakhutdinov: Dropout: a simple way to prevent neural networks from overfitting, JMLR 15, 2014;
/// they scale in prediction instead.
/// </remarks>
public sealed class Dropout : Layer
{
    private readonly double _rate;

    /// <summary>A layer that drops a share of its inputs.</summary>
    /// <param name="rate">The probability that a number is dropped: at least 0, below 1. Usually 0.5 after large layers, 0.1 to 0.3 elsewhere.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="rate"/> is outside that range, also as a float.</exception>
    public Dropout(double rate) => _rate = Guard.FromZeroBelowOne(rate);

    /// <summary>True: for a given mask.</summary>
    public override bool IsLinear => true;

    private float Scale => (float)(1 / (1 - _rate));

    /// <inheritdoc/>
    public override void Forward(in ForwardPass pass)
    {
        // y = m·x
        if (pass.IsTraining) Elementwise.Dropout(pass.Input, pass.Output, pass.InputShape.Size, (float)_rate, Scale, pass.Seed, pass.FirstRow, pass.Workers);
        else pass.Input.CopyTo(pass.Output);
    }

    /// <inheritdoc/>
    public override void Backward(in BackwardPass pass)
    {
        if (pass.InputGradient.IsEmpty) return;

        // dx = m·dy
        if (pass.IsTraining)
            Elementwise.Dropout(pass.OutputGradient, pass.InputGradient, pass.InputShape.Size, (float)_rate, Scale, pass.Seed, pass.FirstRow, pass.Workers);
        else pass.OutputGradient.CopyTo(pass.InputGradient);
    }

    /// <inheritdoc/>
    public override void WriteArguments(Utf8JsonWriter json) => json.WriteNumber("rate", _rate);

    /// <inheritdoc/>
    public override string ExportOnnx(in OnnxPass pass) => pass.Input;

    internal static Dropout Read(JsonElement json) => new(json.Get("rate").GetDouble());

    /// <summary><c>Dropout(0.5)</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"Dropout({_rate})");
}
