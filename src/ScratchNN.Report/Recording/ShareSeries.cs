namespace ScratchNN.Reporting;

/// <summary>How often each class was predicted over the steps, in memory that does not grow.</summary>
internal sealed class ShareSeries(int classes)
{
    private const int Capacity = 64;

    private readonly List<(double From, double To, double[] Counts)> _columns = new(Capacity);
    private int _looks, _each = 1; // looks of the last column, and of a full one

    public int Classes { get; } = classes;

    /// <summary>The shares, oldest first.</summary>
    public IReadOnlyList<(double From, double To, double[] Shares)> Columns =>
        [.. _columns.Select(column => (column.From, column.To, Array.ConvertAll(column.Counts, count => count / Math.Max(1, column.Counts.Sum()))))];

    public void Add(long step, ReadOnlySpan<int> counts)
    {
        if (_columns.Count == 0 || _looks == _each)
        {
            if (_columns.Count == Capacity) Halve();
            _columns.Add((_columns.Count == 0 ? step - 1 : _columns[^1].To, step, new double[Classes]));
            _looks = 0;
        }
        _looks++;
        _columns[^1] = _columns[^1] with { To = step };
        for (int i = 0; i < Classes; i++) _columns[^1].Counts[i] += counts[i];
    }

    private void Halve()
    {
        for (int i = 0; i < Capacity / 2; i++)
        {
            var (first, second) = (_columns[2 * i], _columns[(2 * i) + 1]);
            for (int j = 0; j < Classes; j++) first.Counts[j] += second.Counts[j];
            _columns[i] = (first.From, second.To, first.Counts);
        }
        _columns.RemoveRange(Capacity / 2, Capacity / 2);
        _each *= 2;
    }
}
