namespace ScratchNN;

/// <summary>
/// The metrics of the samples that go by, batch after batch. Of a <see cref="SumMetric"/> it keeps the sums; for others all outputs and targets. All memory is
/// there from the beginning. What a batch adds counts from <see cref="Commit"/> on, so that a batch may be computed again.
/// </summary>
internal sealed class MetricRecord
{
    private readonly SumMetric[] _sumMetrics;
    private readonly Metric[] _others;
    private readonly double[][] _sums, _committedSums;
    private readonly float[] _outputs, _targets, _weights;
    private readonly int[] _labels;
    private readonly OutputKind _meaning;
    private readonly EvaluationReport? _report;
    private readonly bool _isWeighted;
    private readonly int _outputSize, _targetSize;
    private int _rows, _committedRows;

    /// <param name="metrics">Which ones; accuracy is counted elsewhere.</param><param name="meaning">What the outputs mean.</param>
    /// <param name="rows">The most samples.</param>
    /// <param name="outputSize">Outputs of each.</param>
    /// <param name="targetSize">Targets of each; 0 for labels.</param>
    /// <param name="isWeighted">Whether samples have weights.</param><param name="report">Sees the samples too; null for none.</param>
    public MetricRecord(IReadOnlyList<Metric> metrics, OutputKind meaning, int rows, int outputSize, int targetSize, bool isWeighted,
        EvaluationReport? report = null)
    {
        _report = report;
        foreach (var metric in metrics) metric.RequireMeaning(meaning, outputSize);
        (Metrics, _meaning, _outputSize, _targetSize, _isWeighted) = (metrics, meaning, outputSize, targetSize, isWeighted);
        _sumMetrics = [.. metrics.OfType<SumMetric>().Where(metric => metric is not AccuracyMetric)];
        _others = [.. metrics.Where(metric => metric is not SumMetric)];
        _sums = [.. _sumMetrics.Select(metric => new double[metric.SumsOf(meaning, outputSize)])];
        _committedSums = [.. _sums.Select(sums => new double[sums.Length])];
        int kept = _others.Length > 0 ? rows : 0;
        _outputs = new float[Guard.FloatsOf(kept, outputSize)];
        _targets = new float[Guard.FloatsOf(kept, targetSize)];
        _labels = new int[targetSize == 0 ? kept : 0];
        _weights = new float[isWeighted ? kept : 0];
    }

    /// <summary>All of them.</summary>
    public IReadOnlyList<Metric> Metrics { get; }

    /// <summary>Whether it has to see the outputs.</summary>
    public bool IsActive => _sumMetrics.Length + _others.Length > 0 || _report != null;

    /// <summary>The sums that were committed, metric after metric.</summary>
    public IReadOnlyList<double[]> Sums => _committedSums;

    /// <summary>The outputs that were committed.</summary>
    public ReadOnlyMemory<float> Outputs => _outputs.AsMemory(0, _others.Length > 0 ? _committedRows * _outputSize : 0);

    /// <summary>Whether it keeps all outputs, because a metric is not a sum.</summary>
    public bool KeepsOutputs => _others.Length > 0;

    /// <summary>Throws unless it can go on from sums and outputs of so many rows, or of those among them that count.</summary>
    /// <exception cref="ArgumentException">They are of other metrics.</exception>
    public void RequireSame(double[][] sums, float[] outputs, int rows)
    {
        if (sums.Length != _sums.Length || sums.Where((sum, i) => sum.Length != _sums[i].Length).Any()
            || outputs.Length % _outputSize != 0 || outputs.Length > (KeepsOutputs ? rows * _outputSize : 0))
            throw new ArgumentException(
                "The checkpoint was written in the middle of an epoch, with different metrics: pass the metrics of the Fit that was interrupted.");
    }

    /// <summary>Goes on from sums and outputs of rows.</summary>
    /// <returns>Where their labels, targets and weights have to be put.</returns>
    public (int[] Labels, float[] Targets, float[] Weights) Continue(double[][] sums, float[] outputs)
    {
        for (int i = 0; i < sums.Length; i++) sums[i].CopyTo(_committedSums[i], 0);
        outputs.CopyTo(_outputs, 0);
        _committedRows = outputs.Length / _outputSize;
        Begin();
        return (_labels, _targets, _weights);
    }

    /// <summary>Forgets everything.</summary>
    public void Clear()
    {
        foreach (double[] sums in _committedSums) Array.Clear(sums);
        _committedRows = 0;
        Begin();
    }

    /// <summary>Forgets what was not committed.</summary>
    public void Begin()
    {
        for (int i = 0; i < _sums.Length; i++) _committedSums[i].CopyTo(_sums[i], 0);
        _rows = _committedRows;
    }

    /// <summary>Takes note of samples.</summary>
    public void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<int> labels, ReadOnlySpan<float> targets, ReadOnlySpan<float> weights)
    {
        int count = outputs.Length / _outputSize;
        if (!_isWeighted) weights = default;
        var pass = new MetricPass { Outputs = outputs, Labels = labels, Targets = targets, Weights = weights, Count = count, Meaning = _meaning };
        for (int i = 0; i < _sums.Length; i++) _sumMetrics[i].Add(pass, _sums[i]);
        _report?.Add(pass);
        if (_others.Length == 0) return;
        outputs.CopyTo(_outputs.AsSpan(_rows * _outputSize));
        targets.CopyTo(_targets.AsSpan(_rows * _targetSize));
        labels.CopyTo(_labels.AsSpan(_labels.Length > 0 ? _rows : 0));
        weights.CopyTo(_weights.AsSpan(_weights.Length > 0 ? _rows : 0));
        _rows += count;
    }

    /// <summary>Lets what was added count.</summary>
    public void Commit()
    {
        for (int i = 0; i < _sums.Length; i++) _sums[i].CopyTo(_committedSums[i], 0);
        _committedRows = _rows;
    }

    /// <summary>The values by name.</summary>
    /// <param name="accuracy">Where there are classes.</param>
    public IReadOnlyDictionary<string, double> Values(double? accuracy)
    {
        var values = new Dictionary<string, double>(Metrics.Count);
        foreach (var metric in Metrics)
            values[metric.Name] = metric switch
            {
                AccuracyMetric => accuracy ?? double.NaN,
                SumMetric sum => sum.Result(_committedSums[Array.IndexOf(_sumMetrics, sum)], _meaning),
                _ when _committedRows == 0 => double.NaN, // no sample counts
                _ => metric.Compute(Kept),
            };
        return values;
    }

    private MetricPass Kept => new()
    {
        Outputs = _outputs.AsSpan(0, _committedRows * _outputSize),
        Labels = _labels.AsSpan(0, _targetSize == 0 ? _committedRows : 0),
        Targets = _targets.AsSpan(0, _committedRows * _targetSize),
        Weights = _weights.AsSpan(0, _weights.Length > 0 ? _committedRows : 0),
        Count = _committedRows,
        Meaning = _meaning,
    };
}
