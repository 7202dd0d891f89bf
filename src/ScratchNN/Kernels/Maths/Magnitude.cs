using System.Numerics.Tensors;

namespace ScratchNN.Kernels;

/// <summary>How large numbers are.</summary>
internal static class Magnitude
{
    /// <summary>√(Σ x² / N).</summary>
    public static double RootMeanSquare(ReadOnlySpan<float> x) => Math.Sqrt(Sums.OfSquares(x) / x.Length);

    /// <summary>The largest magnitude; NaN as soon as one is; 0 of none.</summary>
    public static float Largest(ReadOnlySpan<float> x) => x.IsEmpty ? 0 : Math.Abs(TensorPrimitives.MaxMagnitude(x));

    /// <summary>The largest magnitude of the finite entries; 0 of none.</summary>
    public static float LargestFinite(ReadOnlySpan<float> x)
    {
        float largest = 0;
        foreach (float value in x)
            if (float.IsFinite(value)) largest = Math.Max(largest, Math.Abs(value));
        return largest;
    }
}
