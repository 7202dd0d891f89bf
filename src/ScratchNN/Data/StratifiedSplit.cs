namespace ScratchNN;

/// <summary>The same share of each class.</summary>
/// <remarks>
/// Of a class of n rows, ⌊share · n⌋ or one more are held out. The rows that are left to hold out go to the classes with the largest remainders (Hamilton's
/// method), of equal ones to those that come first in a random order; none to a class of which nothing would be left to train on.
/// </remarks>
internal sealed class StratifiedSplit(double share) : Split(share)
{
    private protected override int[] HeldOut(in RowSource data, ulong seed)
    {
        var random = new RandomStream(seed, RandomStreams.ValidationSplit);
        int[][] classes = Strata.Of(data, "Split.Random");
        foreach (int[] rows in classes)
            if (rows.Length < 2)
                throw new ArgumentException(
                    $"Class {data.ReadLabel(rows[0])} has 1 row, row {rows[0]}: it can't be on both sides of the split. Give it more rows, leave it out, "
                        + $"or use Split.Random({ShareText}).");
        random.Shuffle<int[]>(classes);
        foreach (int[] rows in classes) random.Shuffle(rows);

        int[] held = Array.ConvertAll(classes, rows => Math.Min((int)(rows.Length * Share), rows.Length - 1));
        int left = CountOf(data.Count) - held.Sum();
        int[] byRemainder = [.. Enumerable.Range(0, classes.Length).Where(i => held[i] + 1 < classes[i].Length)
            .OrderByDescending(i => (classes[i].Length * Share) - held[i])];
        foreach (int i in byRemainder.Take(left)) held[i]++;
        return [.. classes.SelectMany((rows, i) => rows.Take(held[i]))];
    }

    public override string ToString() => $"stratified {ShareText}";
}
