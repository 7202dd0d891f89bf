namespace ScratchNN;

/// <summary>In which order an epoch takes the rows. Immutable; true mixes all, false leaves them as they are, <see cref="Blocks"/> mixes near ones.</summary>
/// <remarks>The seed and the number of the epoch decide the order, nothing else: not the threads, and not the machine.</remarks>
public sealed record Shuffle
{
    private const int RunsPerBlock = 32;

    private static readonly Shuffle _none = new(0), _all = new(int.MaxValue);

    private readonly int _rows; // mixed at a time

    private Shuffle(int rows) => _rows = rows;

    /// <summary>Whether rows are mixed at all.</summary>
    internal bool IsOn => _rows > 0;

    /// <summary>Mixes all rows, or none.</summary>
    /// <param name="rows">Whether to.</param>
    public static implicit operator Shuffle(bool rows) => rows ? _all : _none;

    /// <summary>Shuffles that many rows at a time, for data on a disk that is slow at single rows.</summary>
    /// <remarks>
    /// The data is cut into runs of <paramref name="rows"/> / 32 rows that follow one another. An epoch puts the runs into a random order, and mixes the rows
    /// of each 32 of them. So a batch has rows of up to 32 places of the data. Where labels are in order, a block holds but some of the classes unless the data
    /// has many more runs than classes; mix such data once, by <c>RecordFile.Write(path, data.Subset(order), layout)</c>. <see cref="Dataset.ReadAhead"/> of as
    /// many rows reads each run at once.
    /// </remarks>
    /// <param name="rows">At least 32. From the number of rows on, all are mixed.</param>
    /// <exception cref="ArgumentOutOfRangeException">Below 32.</exception>
    public static Shuffle Blocks(int rows) => new(Guard.AtLeast(RunsPerBlock, rows));

    /// <summary>Puts the rows of an epoch into their order.</summary>
    internal void Order(Span<int> rows, RandomStream random)
    {
        if (_rows == 0) return;
        if (_rows < rows.Length) ShuffleRuns(rows, _rows / RunsPerBlock, ref random);
        for (int first = 0, n; first < rows.Length; first += n)
        {
            n = Math.Min(_rows, rows.Length - first);
            random.Shuffle(rows.Slice(first, n));
        }
    }

    private static void ShuffleRuns(Span<int> rows, int run, ref RandomStream random)
    {
        int[] from = rows.ToArray(), runs = [.. Enumerable.Range(0, ((rows.Length - 1) / run) + 1)];
        random.Shuffle<int>(runs);
        int at = 0;
        foreach (int i in runs)
        {
            int first = i * run, n = Math.Min(run, from.Length - first);
            from.AsSpan(first, n).CopyTo(rows[at..]);
            at += n;
        }
    }

    /// <summary>True, False, or the blocks.</summary>
    public override string ToString() => _rows switch
    {
        0 => "False",
        int.MaxValue => "True",
        _ => FormattableString.Invariant($"Blocks({_rows})"),
    };
}
