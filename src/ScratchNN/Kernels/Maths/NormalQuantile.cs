namespace ScratchNN.Kernels;

/// <summary>The inverse of the normal distribution function: one random integer gives one normal number.</summary>
/// <remarks>
/// M. Wichura: Algorithm AS 241, PPND7, Applied Statistics 37 (1988): relative error 1e-7. Chosen over Box-Muller because it needs
/// neither sine nor cosine, whose bits differ between operating systems.
/// </remarks>
internal static class NormalQuantile
{
    /// <summary>The quantile at (bits + ½) / 2³²: within ±6.34.</summary>
    public static float Of(uint bits)
    {
        double p = (bits + 0.5) / 4294967296.0, q = p - 0.5;
        if (Math.Abs(q) <= 0.425)
        {
            double r = 0.180625 - (q * q);
            return (float)(q * Polynomial(r, 3.3871327179, 50.434271938, 159.29113202, 59.109374720)
                / Polynomial(r, 1, 17.895169469, 78.757757664, 67.187563600));
        }

        double tail = Math.Sqrt(-Exponential.Log((float)(q < 0 ? p : 1 - p)));
        double s = tail - 1.6; // up to √(33 ln 2) = 4.78: the algorithm's last interval begins at 5
        double quantile = Polynomial(s, 1.4234372777, 2.7568153900, 1.3067284816, 0.17023821103)
            / Polynomial(s, 1, 0.73700164250, 0.12021132975, 0);
        return (float)(q < 0 ? -quantile : quantile);
    }

    private static double Polynomial(double r, double c0, double c1, double c2, double c3) => (((((c3 * r) + c2) * r) + c1) * r) + c0;
}
