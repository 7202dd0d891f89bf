using System.Runtime.CompilerServices;

namespace ScratchNN.Kernels;

/// <summary>Place = centre + A·(pixel − centre) − shift.</summary>
internal readonly record struct AffineMap(float XX, float XY, float YX, float YY, float ShiftX = 0, float ShiftY = 0)
{
    /// <summary>Assigns each pixel its place.</summary>
    public void Fill(int height, int width, Span<float> x, Span<float> y)
    {
        float centreX = (width - 1) / 2f, centreY = (height - 1) / 2f;
        for (int row = 0; row < height; row++)
        {
            float down = row - centreY;
            Line(x.Slice(row * width, width), XX, (XY * down) + centreX - ShiftX, centreX);
            Line(y.Slice(row * width, width), YX, (YY * down) + centreY - ShiftY, centreX);
        }
    }

    [MethodImpl(Simd.Compiled)]
    private static void Line(Span<float> places, float step, float middle, float centre)
    {
        for (int i = 0; i < places.Length; i++) places[i] = (step * (i - centre)) + middle;
    }
}
