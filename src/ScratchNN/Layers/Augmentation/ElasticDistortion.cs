using System.Text.Json;
using ScratchNN.Kernels;

namespace ScratchNN.Augmentation;

/// <summary>Bends each image as if it were printed on rubber while training, differently in each step: as handwriting differs.</summary>
/// <remarks>
/// <code>
/// u, v ~ uniform in ±1 for each pixel
/// y(p)  = x(p + pixels·(G ∗ (u, v))(p))      G a Gaussian of standard deviation smoothness, whose sum is 1
/// dx    = the transpose: what a pixel gave, it gets back
///
/// X, Y [N × height × width] or [N × height × width × channels]
/// </code>
/// The smoother, the smaller are displacements: about 0.16·pixels / smoothness in the root mean square, less at the edges, beyond which there are zeros. With
/// 34 and 4, which the source takes for digits of 28 × 28, that is 1.4 pixels. All channels move alike. G ends at three standard deviations.
/// Bilinear between pixels; what comes from outside is 0. Seeded by row and step: neither threads nor micro-batches change it. In prediction, y = x.
/// P. Simard, D. Steinkraus, J. Platt: Best practices for convolutional neural networks applied to visual document analysis, ICDAR 2003, where these are α and
/// σ.
/// </remarks>
public sealed class ElasticDistortion : Layer
{
    private const double Smoothest = 1000;

    private readonly double _pixels, _smoothness;
    private readonly float[] _weights;

    /// <summary>A layer that is at work in training only.</summary>
    /// <param name="pixels">α, by which the smoothed displacements are multiplied: at least 0.</param>
    /// <param name="smoothness">σ, the standard deviation of the Gaussian, in pixels: above 0, at most 1000.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public ElasticDistortion(double pixels, double smoothness)
    {
        _pixels = Guard.FiniteAtLeast(0, pixels);
        _smoothness = Guard.PositiveFinite(smoothness) <= Smoothest ? smoothness
            : throw new ArgumentOutOfRangeException(nameof(smoothness), smoothness,
                FormattableString.Invariant($"smoothness must be at most {Smoothest}, got {smoothness}."));
        _weights = ElasticField.Weights(smoothness);
    }

    /// <summary>True: for given random numbers.</summary>
    public override bool IsLinear => true;

    private ElasticField Distortion => new(_weights, (float)_pixels);

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => Resampled.Require(this, input);

    /// <summary>Places of pixels, a field that is smoothed, and an image with its border, for each sample.</summary>
    public override int CacheSize(Shape input, int batchSize) => Resampled.CacheSize(Distortion, input, batchSize);

    /// <inheritdoc/>
    public override void Forward(in ForwardPass pass) => Resampled.Forward(Distortion, pass);

    /// <inheritdoc/>
    public override void Backward(in BackwardPass pass) => Resampled.Backward(Distortion, pass);

    /// <inheritdoc/>
    public override void WriteArguments(Utf8JsonWriter json)
    {
        json.WriteNumber("pixels", _pixels);
        json.WriteNumber("smoothness", _smoothness);
    }

    /// <inheritdoc/>
    public override string ExportOnnx(in OnnxPass pass) => pass.Input;

    internal static ElasticDistortion Read(JsonElement json) => new(json.Get("pixels").GetDouble(), json.Get("smoothness").GetDouble());

    /// <summary><c>ElasticDistortion(34, 4)</c>.</summary>
    public override string ToString() => FormattableString.Invariant($"ElasticDistortion({_pixels}, {_smoothness})");
}
