namespace ScratchNN;

/// <summary>The last rows.</summary>
internal sealed class LastSplit(double share) : Split(share)
{
    private protected override int[] HeldOut(in RowSource data, ulong seed)
    {
        int held = CountOf(data.Count);
        return [.. Enumerable.Range(data.Count - held, held)];
    }

    public override string ToString() => $"last {ShareText}";
}
