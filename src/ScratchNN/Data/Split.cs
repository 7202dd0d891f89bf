using System.Globalization;

namespace ScratchNN;

/// <summary>
/// How samples are parted in two, those to train on and those that are held out. Immutable; a number converts to it: 0.2 holds out a fifth at random.
/// </summary>
/// <remarks>
/// <code>
/// var (train, test) = data.Split(Split.Stratified(0.2), seed: 1);
/// var trainer = new Trainer(model, new() { ValidationSplit = Split.Last(0.1) });
/// </code>
/// The same split, seed and data part the same rows, on every machine. Both sides keep the order of the rows.
/// </remarks>
public abstract class Split
{
    private protected Split(double share) => Share = share is > 0 and < 1 && (float)share is > 0 and < 1 ? share : throw new ArgumentOutOfRangeException(
        nameof(share), share, FormattableString.Invariant($"The share to hold out must be above 0 and below 1, got {share}.") + Remedy(share));

    private static string Remedy(double share) => share switch
    {
        0 => " To hold out nothing, leave the split out: ValidationSplit = null.",
        >= 1 and < 100 => FormattableString.Invariant($" {share} % is {share / 100}; {share} rows are data.Take(^{Math.Round(share)}..)."),
        _ => "",
    };

    /// <summary>The share to hold out.</summary>
    internal double Share { get; }

    /// <summary>Holds out a share of the rows at random: <see cref="Random"/>.</summary>
    /// <param name="share">Above 0 and below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is outside that range.</exception>
    public static implicit operator Split(double share) => Random(share);

    /// <summary>Holds out a share of the rows, chosen at random by the seed.</summary>
    /// <param name="share">Above 0 and below 1; of n rows, share · n are held out, rounded.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is outside that range.</exception>
    public static Split Random(double share) => new RandomSplit(share);

    /// <summary>Holds out the same share of each class, to within one row, chosen at random by the seed. Each class has at least one row to train on.</summary>
    /// <remarks>
    /// The data must have class labels, names, or yes or no for one output; your own dataset is read once for them. A class needs two rows.
    /// </remarks>
    /// <inheritdoc cref="Random"/>
    public static Split Stratified(double share) => new StratifiedSplit(share);

    /// <summary>Holds out the last rows: of data in the order of time, the future.</summary>
    /// <inheritdoc cref="Random"/>
    public static Split Last(double share) => new LastSplit(share);

    /// <summary>Holds out whole groups, chosen at random by the seed: all rows of a patient, of a day, of a document are on the same side.</summary>
    /// <param name="share">The share of the rows, above 0 and below 1. Groups are taken in random order while they bring the rows held out nearer to
    /// it.</param>
    /// <param name="groups">The group of each row, any number. Copied.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is outside that range.</exception>
    /// <exception cref="ArgumentException">There are fewer than two groups.</exception>
    public static Split ByGroup(double share, ReadOnlySpan<int> groups) => new GroupSplit(share, groups.ToArray());

    /// <summary>The rows to train on and those held out, both in order.</summary>
    /// <exception cref="ArgumentException">The data cannot be parted so.</exception>
    internal (int[] Train, int[] Test) Rows(in RowSource data, ulong seed)
    {
        int[] test = HeldOut(data, seed);
        if (test.Length == 0 || test.Length == data.Count)
            throw new ArgumentException(
                $"A split of {ShareText} of {data.Count} samples leaves {test.Length} to hold out and {data.Count - test.Length} to train on: "
                    + "both need at least 1.");
        Array.Sort(test);
        bool[] isTest = new bool[data.Count];
        foreach (int row in test) isTest[row] = true;
        int[] train = new int[data.Count - test.Length];
        for (int row = 0, next = 0; row < isTest.Length; row++)
            if (!isTest[row]) train[next++] = row;
        return (train, test);
    }

    /// <summary>The rows to hold out, in any order.</summary>
    private protected abstract int[] HeldOut(in RowSource data, ulong seed);

    /// <summary>How many of the rows are held out.</summary>
    private protected int CountOf(int rows) => (int)Math.Round(rows * Share);

    private protected string ShareText => ((float)Share).ToString(CultureInfo.InvariantCulture);

    /// <summary>Everything that decides it, except data and seed: <c>0.2</c>, <c>stratified 0.2</c>, <c>last 0.2</c>. A checkpoint compares this
    /// text.</summary>
    public override string ToString() => ShareText;
}
