namespace ScratchNN;

/// <summary>A share of all rows.</summary>
internal sealed class RandomSplit(double share) : Split(share)
{
    private protected override int[] HeldOut(in RowSource data, ulong seed)
    {
        int[] rows = [.. Enumerable.Range(0, data.Count)];
        new RandomStream(seed, RandomStreams.ValidationSplit).Shuffle(rows);
        return rows[..CountOf(rows.Length)];
    }
}
