namespace ScratchNN;

/// <summary>
/// How near the targets of rows side by side in the order of a column are: the share of their variance that is explained so (von Neumann 1941).
/// </summary>
internal sealed class NumbersByColumn : IColumnMeasure
{
    private readonly float[] _targets;
    private readonly double _variance;

    private NumbersByColumn(float[] targets, double variance) => (_targets, _variance) = (targets, variance);

    /// <summary>Of one target for each row; null where they are all the same, or not finite.</summary>
    public static NumbersByColumn? Of(float[] targets)
    {
        double mean = 0, squares = 0;
        foreach (float target in targets) mean += target / (double)targets.Length;
        foreach (float target in targets) squares += (target - mean) * (target - mean);
        return squares > 0 && double.IsFinite(squares) ? new NumbersByColumn(targets, squares / targets.Length) : null;
    }

    public double Of(ReadOnlySpan<float> x, Span<ulong> keys)
    {
        ColumnOrder.Sort(x, keys);
        double steps = 0;
        for (int i = 1; i < keys.Length; i++)
        {
            double step = (double)_targets[ColumnOrder.Row(keys[i])] - _targets[ColumnOrder.Row(keys[i - 1])];
            steps += step * step;
        }
        return 1 - (steps / (2 * _variance * keys.Length));
    }
}
