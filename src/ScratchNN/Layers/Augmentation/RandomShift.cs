using System.Text.Json;
using ScratchNN.Kernels;

namespace ScratchNN.Augmentation;

/// <summary>Shifts each image by a random distance while training, another in each step.</summary>
/// <remarks>
/// <code>
/// y(p)  = x(p − s)      s right and down, each uniform in ±pixels
/// dx    = the transpose: what a pixel gave, it gets back
///
/// X, Y [N × height × width] or [N × height × width × channels]
/// </code>
/// Bilinear between pixels; what comes from outside is 0. Seeded by row and step: neither threads nor micro-batches change it. In prediction, y = x.
/// </remarks>
public sealed class RandomShift : Layer
{
    private readonly double _pixels;

    /// <summary>A layer that is at work in training only.</summary>
    /// <param name="pixels">The farthest that an image is moved in each direction, in pixels, fractions too: at least 0. Usually 2 of 28.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is below 0, or not finite.</exception>
    public RandomShift(double pixels) => _pixels = Guard.FiniteAtLeast(0, pixels);

    /// <summary>True: for given random numbers.</summary>
    public override bool IsLinear => true;

    private AffineDistortion Distortion => new(AffineDistortion.Kind.Shift, _pixels);

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => Resampled.Require(this, input);

    /// <summary>Places of pixels and an image with its border, for each sample.</summary>
    public override int CacheSize(Shape input, int batchSize) => Resampled.CacheSize(Distortion, input, batchSize);

    /// <inheritdoc/>
    public override void Forward(in ForwardPass pass) => Resampled.Forward(Distortion, pass);

    /// <inheritdoc/>
    public override void Backward(in BackwardPass pass) => Resampled.Backward(Distortion, pass);

    /// <inheritdoc/>
    public override void WriteArguments(Utf8JsonWriter json) => json.WriteNumber("pixels", _pixels);

    /// <inheritdoc/>
    public override string ExportOnnx(in OnnxPass pass) => pass.Input;

    internal static RandomShift Read(JsonElement json) => new(json.Get("pixels").GetDouble());

    /// <summary>The layer and its pixels.</summary>
    public override string ToString() => FormattableString.Invariant($"RandomShift({_pixels})");
}
