using System.Globalization;
using System.Numerics.Tensors;
using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>Numbers for checks, and how a message writes them.</summary>
internal static class Numbers
{
    /// <summary>Four digits, as few as say it: 0.001, 412, 1.5E+09.</summary>
    public static string Text(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    /// <summary>A share as a percentage: 98 %, 0.3 %.</summary>
    public static string Percent(double share) => (share is >= 0.1 or 0 ? 100 * share : Math.Round(100 * share, 1)).ToString(share >= 0.1 ? "0" : "0.#", CultureInfo.InvariantCulture) + " %";

    /// <summary>√(Σ x² / N).</summary>
    public static double RootMeanSquare(ReadOnlySpan<float> x) => Math.Sqrt(Sums.OfSquares(x) / x.Length);

    /// <summary>The largest magnitude; NaN as soon as one is.</summary>
    public static float Largest(ReadOnlySpan<float> x) => x.IsEmpty ? 0 : Math.Abs(TensorPrimitives.MaxMagnitude(x));

    /// <summary>The first entry that is no finite number, or −1.</summary>
    public static int FirstNonFinite(ReadOnlySpan<float> x)
    {
        if (Finite.Are(x)) return -1;
        int i = 0;
        while (float.IsFinite(x[i])) i++;
        return i;
    }

    /// <summary>The largest magnitude of the finite entries.</summary>
    public static float LargestFinite(ReadOnlySpan<float> x)
    {
        float largest = 0;
        foreach (float value in x)
            if (float.IsFinite(value)) largest = Math.Max(largest, Math.Abs(value));
        return largest;
    }
}
