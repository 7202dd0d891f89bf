namespace ScratchNN;

internal sealed partial class Objective
{
    private const int MostKept = 1 << 22; // floats: 16 MB

    private readonly Layer? _last; // makes the outputs that metrics see of those of micro-batches
    private readonly Shape _lastInput;
    private float[] _y = [], _cache = []; // of that layer

    /// <summary>Those of the metrics for which no outputs need be kept; all, if the outputs of that many rows are few.</summary>
    public IReadOnlyList<Metric> Affordable(IReadOnlyList<Metric> metrics, int rows) =>
        (long)rows * LastMicroBatch.OutputSize <= MostKept ? metrics : [.. metrics.Where(metric => metric is SumMetric)];

    /// <summary>A record of metrics of the outputs here, with memory for that many rows.</summary>
    /// <exception cref="ArgumentException">A metric has no meaning for these outputs.</exception>
    public MetricRecord Record(IReadOnlyList<Metric> metrics, int rows, bool isWeighted, EvaluationReport? report = null)
    {
        var record = new MetricRecord(metrics, LastMicroBatch.Problem.Meaning, rows, LastMicroBatch.OutputSize, LastMicroBatch.TargetSize, isWeighted, report);
        if (_last != null && record.IsActive && _y.Length == 0)
            (_y, _cache) = (new float[Guard.FloatsOf(_rows, LastMicroBatch.OutputSize)], new float[_last.CacheSize(_lastInput, _rows)]);
        return record;
    }

    /// <summary>A result and what was committed of the metrics.</summary>
    public Evaluation Evaluation(BatchResult result, MetricRecord metrics)
    {
        double? accuracy = HasAccuracy ? result.Accuracy : null;
        var evaluation = new Evaluation { Loss = result.Loss, Accuracy = accuracy, Count = result.Count };
        return metrics.Metrics.Count == 0 ? evaluation : evaluation with { Metrics = metrics.Values(accuracy) };
    }

    /// <summary>Shows the rows of a micro-batch to metrics, but for those that do not count: stretch after stretch of the others.</summary>
    private void Note(in MicroBatchView seen, MetricRecord metrics)
    {
        int rows = seen.Weights.Length, width = LastMicroBatch.OutputSize, targets = LastMicroBatch.TargetSize;
        var loss = LastMicroBatch.Problem.Loss;
        for (int first = 0, end; first < rows; first = end + 1)
        {
            end = first;
            while (end < rows && (seen.Labels.IsEmpty || !loss.Ignores(seen.Labels[end]))) end++;
            int n = end - first;
            if (n == 0) continue;
            var labels = targets == 0 ? seen.Labels.Slice(first, n) : default;
            metrics.Add(seen.Outputs.Slice(first * width, n * width), labels, seen.Targets.Slice(first * targets, n * targets), seen.Weights.Slice(first, n));
        }
    }

    private MicroBatchView View(MicroBatch microBatch) =>
        new() { Outputs = Outputs(microBatch), Labels = microBatch.Labels, Targets = microBatch.Targets, Weights = microBatch.Weights };

    /// <summary>The outputs of a micro-batch as the model gives them, and as probabilities where the loss takes logits.</summary>
    private ReadOnlySpan<float> Outputs(MicroBatch microBatch)
    {
        if (_last == null) return microBatch.Outputs;
        var y = _y.AsSpan(0, microBatch.Outputs.Length);
        int rows = y.Length / microBatch.OutputSize;
        _last.Forward(new ForwardPass
        {
            Parameters = default,
            Input = microBatch.Outputs,
            Output = y,
            Cache = _cache.AsSpan(0, _last.CacheSize(_lastInput, rows)),
            BatchSize = rows,
            InputShape = _lastInput,
        });
        return y;
    }
}
