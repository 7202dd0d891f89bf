namespace ScratchNN;

public static partial class Dataset
{
    /// <summary>Parts a dataset in two: <c>var (train, test) = data.Split(0.2);</c></summary>
    /// <remarks>
    /// <c>Split(0.2, seed)</c> holds out the rows that <see cref="TrainerOptions.ValidationSplit"/> = 0.2 does with the same <see cref="TrainerOptions.Seed"/>.
    /// </remarks>
    /// <param name="data">The dataset. Both parts are views of it, with its names.</param>
    /// <param name="split">Which rows are held out: a share (0.2), <see cref="Split.Stratified"/>, <see cref="Split.Last"/>,
    /// <see cref="Split.ByGroup"/>.</param>
    /// <param name="seed">The seed for random choices. Default 0.</param>
    /// <exception cref="ArgumentException">A part would be empty, or the data has no classes, too small a class, or another number of rows than
    /// groups.</exception>
    public static Fold Split(this IDataset data, Split split, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(split);
        var (train, test) = split.Rows(new RowSource(data), seed);
        return FoldOf(data, train, test);
    }

    /// <summary>Shares the rows out to folds, and holds out each of them once. Sizes differ by one row at most.</summary>
    /// <param name="data">The dataset. All parts are views of it, with its names.</param>
    /// <param name="folds">How many, at least 2, and at most as many as there are rows.</param>
    /// <param name="kind">
    /// How rows are assigned to folds. Default null: <see cref="FoldKind.Stratified"/> where y holds class labels, names, or yes or no for one output;
    /// <see cref="FoldKind.Random"/> where it holds numbers.
    /// </param>
    /// <param name="seed">The seed for random choices. Default 0.</param>
    /// <exception cref="ArgumentException">There are more folds than rows; of stratified ones, than rows of a class, or there are no classes.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="folds"/> is below 2, or there is no such kind.</exception>
    public static IReadOnlyList<Fold> KFold(this IDataset data, int folds, FoldKind? kind = null, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(data);
        var source = new RowSource(data);
        return FoldsOf(data, Folds.Of(source, folds, kind, seed), folds);
    }

    /// <summary>Shares whole groups out to folds, and holds out each fold once: all rows of a patient, of a day, of a document are in one fold.</summary>
    /// <remarks>
    /// The largest groups go first, each to the fold with the fewest rows so far, so that sizes are as equal as groups allow; the seed decides the order of
    /// equal ones.
    /// </remarks>
    /// <param name="data">The dataset. All parts are views of it, with its names.</param>
    /// <param name="folds">How many, at least 2, and at most as many as there are groups.</param>
    /// <param name="groups">The group of each row, any number.</param>
    /// <param name="seed">The seed for random choices. Default 0.</param>
    /// <exception cref="ArgumentException">There are more folds than groups, or not as many groups as rows.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="folds"/> is below 2.</exception>
    public static IReadOnlyList<Fold> KFold(this IDataset data, int folds, ReadOnlySpan<int> groups, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(data);
        return FoldsOf(data, Folds.OfGroups(data.Count, folds, groups, seed), folds);
    }

    private static Fold[] FoldsOf(IDataset data, int[] foldOfRow, int folds)
    {
        var made = new Fold[folds];
        for (int fold = 0; fold < folds; fold++)
        {
            List<int> train = new(foldOfRow.Length), test = new(foldOfRow.Length / folds);
            for (int row = 0; row < foldOfRow.Length; row++) (foldOfRow[row] == fold ? test : train).Add(row);
            made[fold] = FoldOf(data, [.. train], [.. test]);
        }
        return made;
    }

    private static Fold FoldOf(IDataset data, int[] train, int[] test) =>
        new() { Train = Choose(data, train), Test = Choose(data, test), TrainRows = Array.AsReadOnly(train), TestRows = Array.AsReadOnly(test) };
}
