namespace ScratchNN;

/// <summary>Which fold each row is in.</summary>
internal static class Folds
{
    /// <exception cref="ArgumentException">There are too few rows, or too few of a class.</exception>
    public static int[] Of(in RowSource data, int folds, FoldKind? kind, ulong seed)
    {
        Guard.AtLeast(2, folds);
        if (kind is { } known) Guard.Defined(known, nameof(kind));
        if (folds > data.Count)
            throw new ArgumentException($"{folds} folds of {data.Count} samples leave some empty: use at most {data.Count} folds.", nameof(folds));
        switch (kind ?? (data.TargetShape == null ? FoldKind.Stratified : FoldKind.Random))
        {
            case FoldKind.InOrder:
                int count = data.Count;
                return [.. Enumerable.Range(0, folds).SelectMany(fold => Enumerable.Repeat(fold, (count / folds) + (fold < count % folds ? 1 : 0)))];
            case FoldKind.Random:
                return Deal([[.. Enumerable.Range(0, data.Count)]], data.Count, folds, seed);
            default:
                int[][] classes = Strata.Of(data, "FoldKind.Random");
                foreach (int[] rows in classes)
                    if (rows.Length < folds)
                        throw new ArgumentException(
                            $"Class {data.ReadLabel(rows[0])} has {rows.Length} row{(rows.Length == 1 ? "" : "s")}, fewer than the {folds} folds, "
                            + "so some would have none: "
                            + $"{(rows.Length > 1 ? $"use at most {rows.Length} folds, " : "")}give the class more rows, or use FoldKind.Random, "
                            + "as for labels that are numbers to predict.", nameof(folds));
                return Deal(classes, data.Count, folds, seed);
        }
    }

    /// <exception cref="ArgumentException">There are too few groups, or not as many as rows.</exception>
    public static int[] OfGroups(int count, int folds, ReadOnlySpan<int> groups, ulong seed)
    {
        Guard.AtLeast(2, folds);
        GroupSplit.RequireLength(groups.Length, count);
        int[][] rows = Strata.Of(groups);
        if (folds > rows.Length)
            throw new ArgumentException(
                $"{folds} folds of {rows.Length} group{(rows.Length == 1 ? "" : "s")} leave some empty: use at most {rows.Length} folds.", nameof(folds));
        new RandomStream(seed, RandomStreams.Folds).Shuffle<int[]>(rows);
        int[] foldOfRow = new int[count], sizes = new int[folds];
        foreach (int[] group in rows.OrderByDescending(group => group.Length)) // stable
        {
            int smallest = Array.IndexOf(sizes, sizes.Min());
            sizes[smallest] += group.Length;
            foreach (int row in group) foldOfRow[row] = smallest;
        }
        return foldOfRow;
    }

    /// <summary>
    /// Shuffles the rows of each class, and deals all of them out like cards, so that folds differ by one row at most, in each class and in all.
    /// </summary>
    private static int[] Deal(int[][] classes, int count, int folds, ulong seed)
    {
        var random = new RandomStream(seed, RandomStreams.Folds);
        int[] foldOfRow = new int[count];
        int next = 0;
        foreach (int[] rows in classes)
        {
            random.Shuffle(rows);
            foreach (int row in rows) foldOfRow[row] = next++ % folds;
        }
        return foldOfRow;
    }
}
