namespace ScratchNN;

public static partial class Dataset
{
    /// <summary>Some rows of a dataset, in the order given: a view. A row may come several times.</summary>
    /// <remarks>
    /// For data in memory it is as fast and as well checked as the whole: x is viewed, labels and weights are copied. From your own dataset, it reads these
    /// rows.
    /// </remarks>
    /// <param name="data">The dataset.</param>
    /// <param name="rows">At least one, each 0 to <see cref="IDataset.Count"/> − 1.</param>
    /// <exception cref="ArgumentException">No row is given.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A row is outside that range.</exception>
    public static IDataset Subset(this IDataset data, ReadOnlySpan<int> rows)
    {
        ArgumentNullException.ThrowIfNull(data);
        if (rows.IsEmpty) throw new ArgumentException("A subset needs at least one row, got none.", nameof(rows));
        int count = data.Count;
        foreach (int row in rows)
            if ((uint)row >= (uint)count)
                throw new ArgumentOutOfRangeException(nameof(rows), row, $"The dataset has {count} samples, rows 0 to {count - 1}: there is no row {row}.");
        return Choose(data, [.. rows]);
    }

    /// <summary>
    /// A range of a dataset's rows: a view. For data in time order, <c>data.Take(..^100)</c> is for training and <c>data.Take(^100..)</c> for validation.
    /// </summary>
    /// <param name="data">The dataset.</param>
    /// <param name="rows">At least one row.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range is not within the rows.</exception>
    /// <exception cref="ArgumentException">The range is empty.</exception>
    public static IDataset Take(this IDataset data, Range rows)
    {
        ArgumentNullException.ThrowIfNull(data);
        int count = data.Count, first = rows.Start.GetOffset(count), end = rows.End.GetOffset(count);
        if (first < 0 || end < first || end > count)
            throw new ArgumentOutOfRangeException(nameof(rows), $"{rows} is not within the {count} rows of the dataset.");
        if (end == first) throw new ArgumentException($"A subset needs at least one row, but {rows} is empty.", nameof(rows));
        return Choose(data, [.. Enumerable.Range(first, end - first)]);
    }

    /// <summary>The rows as they are in memory, or asked for.</summary>
    private static IDataset Choose(IDataset data, int[] rows) => data is ArrayDataset arrays ? arrays.Choose(rows) : new SubsetDataset(data, rows);

    /// <summary>
    /// Windows of a series, for forecasting: sample i is the steps i to i + length − 1, its target that of the step <paramref name="ahead"/> after the
    /// last of them. A view.
    /// </summary>
    /// <remarks>
    /// There are T − length − ahead + 1 samples of [length × features], for a series of T steps. To forecast the series itself, pass it as both.
    /// Windows that follow one another share all steps but one: split them by time (<see cref="Take"/>), or the training rows contain the validation targets.
    /// </remarks>
    /// <param name="series">The steps, in order of time: each a sample.</param>
    /// <param name="y">A target of each step: numbers, rows, or labels.</param>
    /// <param name="length">The steps in a window, at least 1.</param>
    /// <param name="ahead">How many steps the target is after the last step of the window, at least 0. Default 1: the next.</param>
    /// <param name="info">Names and attachments. Default: the class names, if y has any.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> or <paramref name="ahead"/> is too small.</exception>
    /// <exception cref="ArgumentException">The counts of steps and targets differ, or there are too few steps for one window, or a step has 4
    /// dimensions.</exception>
    public static IDataset Windows(Samples series, Targets y, int length, int ahead = 1, DataInfo? info = null)
    {
        Guard.AtLeast(1, length);
        Guard.AtLeast(0, ahead);
        (y, info) = Named(y, info);
        _ = new RowSource(series.Open(), y, default);
        if (series.Shape.Rank == 4)
            throw new ArgumentException(
                $"Windows add an axis, and a shape has 4 at most: they take steps of 1 to 3 dimensions, got {series.Shape}. Give the steps fewer dimensions.",
                nameof(series));
        if (series.Count < (long)length + ahead)
            throw new ArgumentException(
                $"A window of {length} steps and a target {ahead} after them take {(long)length + ahead} steps, the series has {series.Count}.",
                nameof(series));
        return new WindowDataset(series, y, length, ahead, info);
    }
}
