namespace ScratchNN;

/// <summary>The rows of each class or group.</summary>
internal static class Strata
{
    /// <summary>The rows of each class, in order of the labels.</summary>
    /// <param name="data">The data.</param><param name="otherwise">What to use where there are no classes, for the message.</param>
    /// <exception cref="ArgumentException">The targets are rows of numbers.</exception>
    public static int[][] Of(in RowSource data, string otherwise) => data.TargetShape is { } shape
        ? throw new ArgumentException(
            $"y holds {(data.AreYesNo ? "answers yes or no" : "numbers")}, targets of {shape}, not class labels: "
                + $"there are no classes to stratify by. Use {otherwise}.")
        : Of(data.ReadLabels());

    /// <summary>The rows of each key, in order of the keys.</summary>
    public static int[][] Of(ReadOnlySpan<int> keys)
    {
        int[] rows = new int[keys.Length], sorted = keys.ToArray();
        for (int row = 0; row < rows.Length; row++) rows[row] = row;
        Array.Sort(Array.ConvertAll(rows, row => ((long)sorted[row] << 32) | (uint)row), rows); // in order of rows within a key
        var strata = new List<int[]>();
        for (int first = 0, end; first < rows.Length; first = end)
        {
            for (end = first + 1; end < rows.Length && sorted[rows[end]] == sorted[rows[first]];) end++;
            strata.Add(rows[first..end]);
        }
        return [.. strata];
    }
}
