namespace ScratchNN.Kernels;

internal static partial class RowKernels
{
    /// <summary>The position of the first value that is not an index 0 to n − 1, with n of its column; −1 if all are.</summary>
    /// <param name="indices">[rows × columns].</param>
    /// <param name="counts">n of each column.</param>
    public static int IndexOfNoIndex(ReadOnlySpan<float> indices, ReadOnlySpan<int> counts)
    {
        for (int i = 0; i < indices.Length; i++)
            if (!(indices[i] >= 0 && indices[i] < counts[i % counts.Length] && (int)indices[i] == indices[i])) return i;
        return -1;
    }

    /// <summary>1 in the column of each index, 0 elsewhere.</summary>
    /// <param name="indices">[rows × features], each sound (<see cref="IndexOfNoIndex(ReadOnlySpan{float}, ReadOnlySpan{int})"/>).</param>
    /// <param name="y">[rows × columns], assigned: for each feature those of the indices <paramref name="first"/> to n − 1.</param>
    /// <param name="counts">n of each feature.</param>
    /// <param name="first">The first index that has a column: 0 or 1.</param>
    public static void OneHot(ReadOnlySpan<float> indices, Span<float> y, ReadOnlySpan<int> counts, int first)
    {
        y.Clear();
        for (int i = 0, begin = 0; i < indices.Length; i++)
        {
            int index = (int)indices[i] - first, feature = i % counts.Length;
            if (index >= 0) y[begin + index] = 1;
            begin += counts[feature] - first;
        }
    }
}
