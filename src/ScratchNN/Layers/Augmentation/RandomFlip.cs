using System.Text.Json;
using ScratchNN.Kernels;

namespace ScratchNN.Augmentation;

/// <summary>Mirrors every other image, by chance, while training.</summary>
/// <remarks>
/// <code>
/// y(i, j) = x(i, width − 1 − j) or x(i, j), equally likely; with Vertical x(height − 1 − i, j)
/// dx      = the same of dy
///
/// X, Y [N × height × width] or [N × height × width × channels]
/// </code>
/// Not for digits and letters. Seeded by row and step: neither threads nor micro-batches change it. In prediction, y = x.
/// </remarks>
public sealed class RandomFlip : Layer
{
    /// <summary>Whether top and bottom are exchanged, not left and right. Default false. For both put two layers in a row.</summary>
    public bool Vertical { get; init; }

    /// <summary>True: for given random numbers.</summary>
    public override bool IsLinear => true;

    private AffineDistortion Distortion => new(Vertical ? AffineDistortion.Kind.FlipVertical : AffineDistortion.Kind.FlipHorizontal, 0);

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => Resampled.Require(this, input);

    /// <summary>Places of pixels and an image with its border, for each sample.</summary>
    public override int CacheSize(Shape input, int batchSize) => Resampled.CacheSize(Distortion, input, batchSize);

    /// <inheritdoc/>
    public override void Forward(in ForwardPass pass) => Resampled.Forward(Distortion, pass);

    /// <inheritdoc/>
    public override void Backward(in BackwardPass pass) => Resampled.Backward(Distortion, pass);

    /// <inheritdoc/>
    public override void WriteArguments(Utf8JsonWriter json) => json.WriteBoolean("vertical", Vertical);

    /// <inheritdoc/>
    public override string ExportOnnx(in OnnxPass pass) => pass.Input;

    internal static RandomFlip Read(JsonElement json) => new() { Vertical = json.Get("vertical").GetBoolean() };
}
