using System.Numerics;

namespace ScratchNN;

/// <summary>A number for the values of a row: equal rows have equal ones.</summary>
internal static class RowHash
{
    /// <param name="row">The row.</param><param name="values">How many of its values count at most, from all over it.</param>
    public static ulong Of(ReadOnlySpan<float> row, int values = int.MaxValue)
    {
        ulong hash = 0;
        for (int i = 0; i < row.Length; i += 1 + (row.Length / values))
            hash = (BitOperations.RotateLeft(hash, 5) ^ BitConverter.SingleToUInt32Bits(row[i])) * 0x9E3779B97F4A7C15; // 2⁶⁴ / golden ratio
        return hash;
    }
}
