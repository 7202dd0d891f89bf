namespace ScratchNN.Kernels;

/// <summary>Where each pixel of an image comes from, drawn again for each row and step.</summary>
internal interface IDistortion
{
    /// <summary>The floats that <see cref="Draw"/> needs besides.</summary>
    long ScratchSize(int height, int width);

    /// <summary>Assigns each pixel [height × width] its place in the original: x to the right and y down, from 0, between pixels too.</summary>
    void Draw(ulong seed, ulong row, int height, int width, Span<float> x, Span<float> y, Span<float> scratch);
}
