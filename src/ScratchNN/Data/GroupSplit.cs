using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace ScratchNN;

/// <summary>Whole groups of rows.</summary>
internal sealed class GroupSplit : Split
{
    private readonly int[] _groups;
    private readonly int _count;

    public GroupSplit(double share, int[] groups) : base(share)
    {
        (_groups, _count) = (groups, Strata.Of(groups).Length);
        if (_count < 2)
            throw new ArgumentException(
                $"The {groups.Length} rows belong to {_count} group{(_count == 1 ? "" : "s")}: a split needs at least two, one for each side. "
                    + "Pass the number of its group for each row.", nameof(groups));
    }

    private protected override int[] HeldOut(in RowSource data, ulong seed)
    {
        RequireLength(_groups.Length, data.Count);
        var random = new RandomStream(seed, RandomStreams.ValidationSplit);
        int[][] groups = Strata.Of(_groups);
        random.Shuffle<int[]>(groups);
        int goal = CountOf(data.Count), held = 0;
        bool[] isHeld = new bool[groups.Length];
        for (int i = 0; i < groups.Length; i++)
        {
            if (Math.Abs(held + groups[i].Length - goal) >= Math.Abs(held - goal)) continue;
            (isHeld[i], held) = (true, held + groups[i].Length);
        }
        if (held == 0 || held == data.Count) // one group changes sides: the one that comes nearest
        {
            int nearest = Enumerable.Range(0, groups.Length).MinBy(i => Math.Abs(Math.Abs(held - groups[i].Length) - goal));
            isHeld[nearest] = !isHeld[nearest];
        }
        return [.. groups.Where((_, i) => isHeld[i]).SelectMany(rows => rows)];
    }

    /// <summary>Throws unless there is a group for each row.</summary>
    public static void RequireLength(int groups, int rows)
    {
        if (groups != rows)
            throw new ArgumentException($"There are groups for {groups} rows, and the data has {rows}: every row needs its group.", nameof(groups));
    }

    /// <summary>With the beginning of a SHA-256 of the groups, which decide the rows.</summary>
    public override string ToString() =>
        $"by group {ShareText} ({_count} groups of {_groups.Length} rows, "
            + $"{Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(_groups.AsSpan())), 0, 4)})";
}
