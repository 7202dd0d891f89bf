using System.Numerics;
using System.Runtime.InteropServices;

namespace ScratchNN;

/// <summary>A number for the values of a row: equal rows have equal ones.</summary>
internal static class RowHash
{
    private const int PairsAtOnce = 4; // a product waits for the one before it, so four chains take turns

    /// <summary>Of all values.</summary>
    public static ulong Of(ReadOnlySpan<float> row)
    {
        var pairs = MemoryMarshal.Cast<float, ulong>(row);
        ulong a = 1, b = 2, c = 3, d = 4;
        int i = 0;
        for (; i <= pairs.Length - PairsAtOnce; i += PairsAtOnce)
            (a, b, c, d) = (Mixed(a, pairs[i]), Mixed(b, pairs[i + 1]), Mixed(c, pairs[i + 2]), Mixed(d, pairs[i + 3]));
        ulong hash = Mixed(Mixed(Mixed(a, b), c), d);
        for (int rest = 2 * i; rest < row.Length; rest++) hash = Mixed(hash, BitConverter.SingleToUInt32Bits(row[rest]));
        return hash;
    }

    /// <summary>Of some values, from all over the row.</summary>
    /// <param name="row">The row.</param><param name="values">How many of its values count at most.</param>
    public static ulong Of(ReadOnlySpan<float> row, int values)
    {
        ulong hash = 0;
        for (int i = 0; i < row.Length; i += 1 + (row.Length / values)) hash = Mixed(hash, BitConverter.SingleToUInt32Bits(row[i]));
        return hash;
    }

    private static ulong Mixed(ulong hash, ulong value) => (BitOperations.RotateLeft(hash, 5) ^ value) * 0x9E3779B97F4A7C15; // 2⁶⁴ / golden ratio
}
