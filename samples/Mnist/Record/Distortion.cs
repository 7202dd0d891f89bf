using ScratchNN;
using ScratchNN.Augmentation;

namespace Mnist;

/// <summary>How each training image is changed, differently in each step.</summary>
/// <param name="Shift">The farthest, in pixels.</param>
/// <param name="Degrees">The most that it is turned.</param>
/// <param name="Elastic">α of the elastic distortion.</param>
/// <param name="Smoothness">σ of that.</param>
internal sealed record Distortion(double Shift, double Degrees, double Elastic, double Smoothness)
{
    /// <summary>Takes and gives rows of side² pixels.</summary>
    public Layer Layer(int side) => new Block(
        new Reshape(side, side, 1), new RandomShift(Shift), new RandomRotation(Degrees), new ElasticDistortion(Elastic, Smoothness), new Flatten());

    public override string ToString() =>
        FormattableString.Invariant($"shifted by up to {Shift} pixels, turned by up to {Degrees}°, elastic distortion {Elastic} and {Smoothness}");
}
