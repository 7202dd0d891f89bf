namespace ScratchNN;

/// <summary>How often the class of a row is that of the row beside it in the order of a column, or of most of those with the same value.</summary>
internal sealed class ClassesByColumn : IColumnMeasure
{
    private const double LeastGap = 0.2; // of the range
    private const double Worth = 0.9; // of the measure: less is of no interest, and may be more than it is

    private readonly int[] _classes; // of each row, numbered from 0 without gaps

    public ClassesByColumn(int[] labels)
    {
        int[] known = [.. labels.Distinct()];
        _classes = Array.ConvertAll(labels, label => Array.IndexOf(known, label));
        Classes = known.Length;
        Chance = (double)_classes.CountBy(label => label).Max(count => count.Value) / labels.Length;
    }

    /// <summary>The classes that there are.</summary>
    public int Classes { get; }

    /// <summary>The share of the largest class.</summary>
    public double Chance { get; }

    public double Of(ReadOnlySpan<float> x, Span<ulong> keys)
    {
        Span<int> counts = stackalloc int[Classes]; // at most one for each row of the probe
        counts.Clear();
        if (AtMost(x, keys.Length, counts) is var most && most < Worth) return most;
        ColumnOrder.Sort(x, keys);
        int n = keys.Length, right = 0;
        for (int first = 0, end; first < n; first = end)
        {
            end = first + 1;
            while (end < n && ColumnOrder.AreEqual(keys[end], keys[first])) end++;
            if (first == 0 && end == n) return 0; // one value
            right += end - first > 1 ? Most(keys[first..end], counts) : IsLikeNearest(x, keys, first) ? 1 : 0;
        }
        return Lift(right, n);
    }

    /// <summary>
    /// The most that the measure can be, by the rows that share the least value: where these are many, as the dark pixels of images, nothing needs to be
    /// sorted.
    /// </summary>
    private double AtMost(ReadOnlySpan<float> x, int rows, Span<int> counts)
    {
        float least = float.PositiveInfinity;
        for (int i = 0; i < rows; i++) least = Math.Min(least, x[RowAt(x, i, rows)]);
        int same = 0, most = 0;
        for (int i = 0; i < rows; i++)
        {
            int row = RowAt(x, i, rows);
            if (x[row] != least) continue;
            same++;
            most = Math.Max(most, ++counts[_classes[row]]);
        }
        counts.Clear();
        return same == rows ? 0 : Lift(rows - same + most, rows);
    }

    /// <summary>Whether a column of two values has the higher one for all rows of one class, and for no other.</summary>
    public bool IsIndicator(ReadOnlySpan<float> x)
    {
        float one = x[0], other = one;
        foreach (float value in x)
        {
            if (value == one || value == other) continue;
            if (one != other) return false; // a third one
            other = value;
        }
        float high = Math.Max(one, other);
        int label = one == other ? -1 : _classes[x.IndexOf(high)];
        for (int row = 0; row < x.Length && label >= 0; row++)
            if ((x[row] == high) != (_classes[row] == label)) return false;
        return label >= 0;
    }

    /// <summary>Whether two classes lie apart in a column: a column that has a limit between two classes is knowledge, and no leak.</summary>
    public static bool HasGap(ReadOnlySpan<float> x)
    {
        float[] values = x.ToArray();
        Array.Sort(values);
        double gap = 0;
        for (int i = 1; i < values.Length; i++) gap = Math.Max(gap, (double)values[i] - values[i - 1]);
        return gap > LeastGap * ((double)values[^1] - values[0]);
    }

    private double Lift(int right, int rows) => (((double)right / rows) - Chance) / (1 - Chance);

    private static int RowAt(ReadOnlySpan<float> x, int i, int rows) => (int)((long)i * x.Length / rows);

    /// <summary>How many of some rows are of their largest class. The counts are zeros before and after.</summary>
    private int Most(ReadOnlySpan<ulong> keys, Span<int> counts)
    {
        int most = 0;
        foreach (ulong key in keys) most = Math.Max(most, ++counts[_classes[ColumnOrder.Row(key)]]);
        foreach (ulong key in keys) counts[_classes[ColumnOrder.Row(key)]] = 0;
        return most;
    }

    private bool IsLikeNearest(ReadOnlySpan<float> x, ReadOnlySpan<ulong> keys, int i)
    {
        int last = keys.Length - 1;
        double value = x[ColumnOrder.Row(keys[i])], before = value
            - x[ColumnOrder.Row(keys[Math.Max(0, i - 1)])], after = x[ColumnOrder.Row(keys[Math.Min(last, i + 1)])] - value;
        bool isBefore = i > 0 && (i == last || before < after);
        return _classes[ColumnOrder.Row(keys[isBefore ? i - 1 : i + 1])] == _classes[ColumnOrder.Row(keys[i])];
    }
}
