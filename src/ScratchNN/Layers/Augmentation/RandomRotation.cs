using System.Text.Json;
using ScratchNN.Kernels;

namespace ScratchNN.Augmentation;

/// <summary>Turns each image about its centre by a random angle while training, another in each step.</summary>
/// <remarks>
/// <code>
/// y(p)  = x(m + R(−a)·(p − m))      a uniform in ±degrees, clockwise; m the centre
/// dx    = the transpose: what a pixel gave, it gets back
///
/// X, Y [N × height × width] or [N × height × width × channels]
/// </code>
/// Bilinear between pixels; what comes from outside is 0. Seeded by row and step: neither threads nor micro-batches change it. In prediction, y = x.
/// </remarks>
public sealed class RandomRotation : Layer
{
    private readonly double _degrees;

    /// <summary>A layer that is at work in training only.</summary>
    /// <param name="degrees">The largest angle to either side: 0 to 180. Usually 10 to 15 for digits.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is outside that range.</exception>
    public RandomRotation(double degrees) => _degrees = Guard.FiniteAtLeast(0, degrees) <= 180 ? degrees
        : throw new ArgumentOutOfRangeException(nameof(degrees), degrees,
            FormattableString.Invariant($"degrees must be at most 180, a half turn, got {degrees}."));

    /// <summary>True: for given random numbers.</summary>
    public override bool IsLinear => true;

    private AffineDistortion Distortion => new(AffineDistortion.Kind.Rotation, _degrees);

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => Resampled.Require(this, input);

    /// <summary>Places of pixels and an image with its border, for each sample.</summary>
    public override int CacheSize(Shape input, int batchSize) => Resampled.CacheSize(Distortion, input, batchSize);

    /// <inheritdoc/>
    public override void Forward(in ForwardPass pass) => Resampled.Forward(Distortion, pass);

    /// <inheritdoc/>
    public override void Backward(in BackwardPass pass) => Resampled.Backward(Distortion, pass);

    /// <inheritdoc/>
    public override void WriteArguments(Utf8JsonWriter json) => json.WriteNumber("degrees", _degrees);

    /// <inheritdoc/>
    public override string ExportOnnx(in OnnxPass pass) => pass.Input;

    internal static RandomRotation Read(JsonElement json) => new(json.Get("degrees").GetDouble());

    /// <summary>The layer and its degrees.</summary>
    public override string ToString() => FormattableString.Invariant($"RandomRotation({_degrees})");
}
