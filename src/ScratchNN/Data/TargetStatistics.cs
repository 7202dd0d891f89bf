namespace ScratchNN;

/// <summary>The columns of targets in numbers, each row as often as its weight says.</summary>
/// <remarks>
/// Sums of what is left of the first row, one row after another in double: the numbers do not depend on the threads, nor on how data is passed.
/// </remarks>
internal sealed class TargetStatistics(int columns)
{
    private const int RowsAtOnce = 256;
    private const double ShareOfRange = 0.05; // the least deviation: no standardised value is beyond ±20
    private const double Rounding = 1 / 4194304.0; // 2⁻²²: a range of two or three floats is not a spread

    private readonly double[] _sum = new double[columns], _squares = new double[columns];
    private readonly float[] _first = new float[columns];
    private readonly float[] _minimum = Floats.Filled(columns, float.PositiveInfinity), _maximum = Floats.Filled(columns, float.NegativeInfinity);
    private double _weight;

    /// <summary>The scale of some rows; null if a target that counts is not finite, or none counts.</summary>
    public TargetScale? Of(in RowSource data, ReadOnlySpan<int> rows)
    {
        int most = Math.Min(RowsAtOnce, rows.Length);
        int[] labels = new int[data.TargetShape == null ? most : 0];
        float[] targets = new float[Guard.FloatsOf(most, columns)], weights = new float[most],
            inputs = new float[data.IsOnDemand ? Guard.FloatsOf(most, data.InputShape.Size) : 0];
        for (int row = 0, n; row < rows.Length; row += n)
        {
            n = Math.Min(most, rows.Length - row);
            Span<int> l = labels.AsSpan(0, Math.Min(n, labels.Length));
            Span<float> t = targets.AsSpan(0, labels.Length > 0 ? 0 : n * columns), w = weights.AsSpan(0, n);
            if (data.IsOnDemand) data.Read(rows.Slice(row, n), inputs.AsSpan(0, n * data.InputShape.Size), l, t, w, Workers.None);
            else data.ReadTargets(rows.Slice(row, n), l, t, w);
            for (int i = 0; i < l.Length; i++) targets[i] = l[i];
            for (int i = 0; i < n; i++)
                if (w[i] > 0) Add(targets.AsSpan(i * columns, columns), w[i]);
        }
        return _weight > 0 && Array.TrueForAll(_squares, double.IsFinite) ? Scale() : null;
    }

    private void Add(ReadOnlySpan<float> row, double weight)
    {
        if (_weight == 0) row.CopyTo(_first);
        _weight += weight;
        for (int i = 0; i < row.Length; i++)
        {
            double difference = (double)row[i] - _first[i];
            _sum[i] += weight * difference;
            _squares[i] += weight * difference * difference;
            _minimum[i] = Math.Min(_minimum[i], row[i]);
            _maximum[i] = Math.Max(_maximum[i], row[i]);
        }
    }

    private TargetScale Scale()
    {
        float[] mean = new float[columns], deviation = new float[columns];
        for (int i = 0; i < columns; i++)
        {
            // mean = t₀ + Σw(t − t₀)/Σw;  variance = Σw(t − t₀)²/Σw − (mean − t₀)²
            double shift = _sum[i] / _weight, variance = Math.Max(0, (_squares[i] / _weight) - (shift * shift));
            double range = (double)_maximum[i] - _minimum[i], spread = Math.Max(Math.Sqrt(variance), ShareOfRange * range);
            bool isConstant = range <= Rounding * Math.Max(Math.Abs(_minimum[i]), Math.Abs(_maximum[i])) || !float.IsNormal((float)spread);
            (mean[i], deviation[i]) = ((float)(_first[i] + shift), isConstant ? 1 : (float)spread);
        }
        return new TargetScale(mean, deviation);
    }
}
