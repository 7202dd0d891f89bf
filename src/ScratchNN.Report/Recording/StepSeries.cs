namespace ScratchNN.Reporting;

/// <summary>A number over the steps of a Fit, in memory that does not grow: when it is full, two neighbours become one.</summary>
internal sealed class StepSeries(int capacity = 240)
{
    private readonly Bucket[] _buckets = new Bucket[capacity + (capacity % 2)];
    private int _count;      // buckets in use
    private int _width = 1;  // values of a full bucket

    public bool IsEmpty => _count == 0;

    /// <summary>The newest value; NaN if there is none.</summary>
    public double Last { get; private set; } = double.NaN;

    /// <summary>The points, oldest first.</summary>
    public IReadOnlyList<SeriesPoint> Points => [.. _buckets.Take(_count).Select(bucket => bucket.Point)];

    public void Add(long step, double value)
    {
        Last = value;
        bool isFull = _count == 0 || _buckets[_count - 1].Values == _width;
        if (isFull && _count == _buckets.Length) Halve(); // the last one stays full: its width doubles, too
        if (isFull) _buckets[_count++] = default;
        _buckets[_count - 1].Add(step, value);
    }

    private void Halve()
    {
        for (int i = 0; i < _count / 2; i++) _buckets[i] = _buckets[2 * i].With(_buckets[(2 * i) + 1]);
        (_count, _width) = (_count / 2, 2 * _width);
    }

    private struct Bucket
    {
        private long _step;
        private int _finite;
        private double _sum, _low, _high;

        public int Values { get; private set; }

        public readonly SeriesPoint Point => _finite == 0 ? new(_step, double.NaN, double.NaN, double.NaN) : new(_step, _sum / _finite, _low, _high);

        public void Add(long step, double value)
        {
            (_step, Values) = (step, Values + 1);
            if (!double.IsFinite(value)) return;
            (_low, _high) = _finite == 0 ? (value, value) : (Math.Min(_low, value), Math.Max(_high, value));
            (_sum, _finite) = (_sum + value, _finite + 1);
        }

        public readonly Bucket With(Bucket later)
        {
            var both = later;
            both.Values += Values;
            if (_finite == 0) return both;
            (both._low, both._high) = later._finite == 0 ? (_low, _high) : (Math.Min(_low, later._low), Math.Max(_high, later._high));
            (both._sum, both._finite) = (_sum + later._sum, _finite + later._finite);
            return both;
        }
    }
}
