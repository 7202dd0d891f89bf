using System.Text.Json;
using ScratchNN.Kernels;

namespace ScratchNN.Augmentation;

/// <summary>Makes each image larger or smaller about its centre by a random factor while training, another in each step.</summary>
/// <remarks>
/// <code>
/// y(p)  = x(m + (p − m) / z)      z uniform in 1 ± share; m the centre
/// dx    = the transpose: what a pixel gave, it gets back
///
/// X, Y [N × height × width] or [N × height × width × channels]
/// </code>
/// Bilinear between pixels; what comes from outside is 0. Seeded by row and step: neither threads nor micro-batches change it. In prediction, y = x.
/// </remarks>
public sealed class RandomZoom : Layer
{
    private readonly double _share;

    /// <summary>A layer that is at work in training only.</summary>
    /// <param name="share">By which share an image grows or shrinks at most: at least 0, below 1. Usually 0.1.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is outside that range.</exception>
    public RandomZoom(double share) => _share = Guard.FromZeroBelowOne(share);

    /// <summary>True: for given random numbers.</summary>
    public override bool IsLinear => true;

    private AffineDistortion Distortion => new(AffineDistortion.Kind.Zoom, _share);

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => Resampled.Require(this, input);

    /// <summary>Places of pixels and an image with its border, for each sample.</summary>
    public override int CacheSize(Shape input, int batchSize) => Resampled.CacheSize(Distortion, input, batchSize);

    /// <inheritdoc/>
    public override void Forward(in ForwardPass pass) => Resampled.Forward(Distortion, pass);

    /// <inheritdoc/>
    public override void Backward(in BackwardPass pass) => Resampled.Backward(Distortion, pass);

    /// <inheritdoc/>
    public override void WriteArguments(Utf8JsonWriter json) => json.WriteNumber("share", _share);

    /// <inheritdoc/>
    public override string ExportOnnx(in OnnxPass pass) => pass.Input;

    internal static RandomZoom Read(JsonElement json) => new(json.Get("share").GetDouble());

    /// <summary>The layer and its share.</summary>
    public override string ToString() => FormattableString.Invariant($"RandomZoom({_share})");
}
