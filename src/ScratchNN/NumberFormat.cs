using System.Globalization;

namespace ScratchNN;

/// <summary>How a message writes numbers.</summary>
internal static class NumberFormat
{
    /// <summary>Four digits, as few as say it: 0.001, 412, 1.5E+09.</summary>
    public static string Text(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    /// <summary>A share as a percentage: 98 %, 0.3 %.</summary>
    public static string Percent(double share) => (share is >= 0.1 or 0 ? 100 * share : Math.Round(100 * share, 1)).ToString(share >= 0.1 ? "0" : "0.#", CultureInfo.InvariantCulture) + " %";
}
