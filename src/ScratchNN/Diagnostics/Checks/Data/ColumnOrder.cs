namespace ScratchNN;

/// <summary>Rows in the order of a column: each is a key of value and row, because one array is sorted faster than two.</summary>
internal static class ColumnOrder
{
    /// <summary>Sorts as many rows as there are keys, at equal distances.</summary>
    public static void Sort(ReadOnlySpan<float> x, Span<ulong> keys)
    {
        for (int i = 0; i < keys.Length; i++)
        {
            int row = (int)((long)i * x.Length / keys.Length);
            uint bits = BitConverter.SingleToUInt32Bits(x[row] + 0); // −0 is 0
            keys[i] = ((ulong)(bits ^ (bits >> 31 == 0 ? 0x8000_0000 : uint.MaxValue)) << 32) | (uint)row;
        }
        keys.Sort();
    }

    /// <summary>The row of a key.</summary>
    public static int Row(ulong key) => (int)(uint)key;

    /// <summary>Whether two rows have the same value.</summary>
    public static bool AreEqual(ulong key, ulong other) => (key ^ other) >> 32 == 0;
}
