using System.Numerics.Tensors;

namespace Mnist;

/// <summary>Images of digits, and which digit each shows.</summary>
/// <param name="Pixels">[images × side²], from 0 (paper) up to 1 (ink).</param>
/// <param name="Labels">0 to 9.</param>
internal sealed record ImageSet(Tensor<float> Pixels, int[] Labels)
{
    public int Count => Labels.Length;

    public int PixelsPerImage => (int)Pixels.Lengths[1];

    public int Side => (int)Math.Sqrt(PixelsPerImage);

    public ReadOnlySpan<float> this[int image] => Pixels.GetSpan([image, 0], PixelsPerImage);

    /// <summary>[images × side × side × 1]: what a convolution takes. The same memory.</summary>
    public Tensor<float> Images => Pixels.Reshape([Count, Side, Side, 1]);

    public ImageSet First(int count) => new(Pixels[0..count, ..], Labels[..count]);

    public ImageSet Last(int count) => new(Pixels[(Count - count)..Count, ..], Labels[^count..]);
}
