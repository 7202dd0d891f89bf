namespace ScratchNN;

/// <summary>Numbers of rows.</summary>
internal static class RowRange
{
    /// <summary>Whether each row is the one after the row before it.</summary>
    public static bool IsConsecutive(ReadOnlySpan<int> rows)
    {
        for (int i = 1; i < rows.Length; i++)
            if (rows[i] != rows[0] + i) return false;
        return true;
    }
}
