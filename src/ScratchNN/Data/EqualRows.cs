namespace ScratchNN;

/// <summary>Rows by their hashes, those with equal ones together.</summary>
internal static class EqualRows
{
    /// <summary>The groups, in the order of their first rows; null where no two rows are equal.</summary>
    public static IReadOnlyCollection<List<int>>? Of(ulong[] hashes)
    {
        if (new HashSet<ulong>(hashes).Count == hashes.Length) return null; // as a rule
        var groups = new Dictionary<ulong, List<int>>();
        for (int row = 0; row < hashes.Length; row++)
        {
            if (!groups.TryGetValue(hashes[row], out var group)) groups[hashes[row]] = group = [];
            group.Add(row);
        }
        return groups.Values;
    }
}
