namespace ScratchNN;

/// <summary>Which random stream of a seed serves what; they never overlap.</summary>
internal static class RandomStreams
{
    public const ulong Initialization = 0;
    public const ulong ValidationSplit = 1;
    public const ulong RowSample = 2;
    public const ulong Folds = 3;

    /// <summary>The order of the rows in an epoch.</summary>
    public static ulong Shuffle(int epoch) => (2ul << 56) | (uint)epoch;

    /// <summary>What layers draw in a step.</summary>
    public static ulong Layers(long step) => (3ul << 56) | (ulong)step;

    /// <summary>The settings of a trial of a search.</summary>
    public static ulong Trial(int trial) => (4ul << 56) | (uint)trial;

    /// <summary>An order of the values of a column.</summary>
    public static ulong Permutation(int column, int repeat) => (5ul << 56) | ((ulong)(uint)repeat << 32) | (uint)column;
}
