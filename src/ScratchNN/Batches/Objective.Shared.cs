using System.Runtime.ExceptionServices;

namespace ScratchNN;

/// <remarks>A batch whose micro-batches the ranks of a collective share out. What is added, and in which order, is what one process adds.</remarks>
internal sealed partial class Objective
{
    private const int PartsUnlessTold = 4; // micro-batches of a batch that 1, 2 or 4 ranks share, if nobody says how many

    /// <summary>What the ranks tell one another; null in one process.</summary>
    public Exchange? Exchange { get; }

    /// <summary>The rows of an order that this rank will read, batch after batch; all, in one process.</summary>
    public ReadOnlySpan<int> OwnRows(ReadOnlySpan<int> order, int batchSize)
    {
        if (Exchange == null) return order;
        int[] own = new int[order.Length];
        int n = 0;
        for (int batch = 0; batch < order.Length; batch += batchSize)
        {
            int count = Math.Min(batchSize, order.Length - batch);
            var (first, end) = Exchange.Share(count);
            order[(batch + first)..(batch + end)].CopyTo(own.AsSpan(n));
            n += end - first;
        }
        return own.AsSpan(0, n);
    }

    /// <summary>The gradient of a batch, each rank having taken its share.</summary>
    private BatchResult SharedGradient(Exchange exchange, scoped in RowSource data, ReadOnlySpan<int> rows, long step, Span<float> gradient,
        MetricRecord? metrics)
    {
        var (first, end) = exchange.Share(rows.Length);
        int parts = exchange.Parts(rows.Length), present = ((end - first - 1) / _rows) + 1;
        if (first == end) present = 0;
        exchange.Begin(parts, present);
        ExceptionDispatchInfo? thrown = null;
        try
        {
            for (int row = first, part = 0, count; row < end; row += count * _rows, part += count)
            {
                count = ConcurrentMicroBatches(data, end - row);
                var microBatches = _microBatches.AsSpan(^count..);
                _workers.For(count, new SharedGradients(microBatches, data, rows, row, _rows, step, exchange, part));
                for (int i = 0; i < count; i++) Tell(exchange, (row / _rows) + i, microBatches[i], metrics);
            }
            if (first == end) LookAtLast(data, rows);
        }
        catch (Exception exception)
        {
            (thrown, exchange.Own) = (ExceptionDispatchInfo.Capture(exception), exchange.Own | Signals.Failed);
        }
        exchange.Sum(parts, hasGradients: true);
        Require(exchange, thrown);
        if (!exchange.GradientSum.Overlaps(gradient)) exchange.GradientSum.CopyTo(gradient);
        var total = Told(exchange, rows.Length, metrics);
        if (total.LossWeight != total.Count && total.LossWeight > 0) Scale(gradient, total.Count / total.LossWeight);
        return total;
    }

    /// <summary>The losses of rows, as many at a time as a batch has.</summary>
    private BatchResult SharedEvaluation(Exchange exchange, scoped in RowSource data, ReadOnlySpan<int> rows, bool requiresFinite, MetricRecord? metrics)
    {
        data.Announce(OwnRows(rows, _batchSize));
        var total = new BatchResult();
        for (int batch = 0; batch < rows.Length; batch += _batchSize)
        {
            var these = rows.Slice(batch, Math.Min(_batchSize, rows.Length - batch));
            var (first, end) = exchange.Share(these.Length);
            exchange.Begin(1, present: 1);
            ExceptionDispatchInfo? thrown = null;
            try
            {
                for (int row = first, count; row < end; row += count * _rows)
                {
                    count = ConcurrentMicroBatches(data, end - row);
                    var microBatches = _microBatches.AsSpan(^count..);
                    _workers.For(count, new Evaluations(microBatches, data, these[..end], row, _rows, requiresFinite));
                    for (int i = 0; i < count; i++) Tell(exchange, (row / _rows) + i, microBatches[i], metrics);
                }
            }
            catch (Exception exception)
            {
                (thrown, exchange.Own) = (ExceptionDispatchInfo.Capture(exception), exchange.Own | Signals.Failed);
            }
            exchange.Sum(1, hasGradients: false);
            Require(exchange, thrown);
            total += Told(exchange, these.Length, metrics);
        }
        return total;
    }

    /// <summary>A rank without a micro-batch of this batch computes the last one, for the checks that look at what was last computed.</summary>
    private void LookAtLast(scoped in RowSource data, ReadOnlySpan<int> rows)
    {
        LastMicroBatch.Evaluate(data, rows, (rows.Length - 1) / _rows * _rows, requiresFinite: false);
        Array.Clear(LastMicroBatch.Predictions);
        Array.Clear(LastMicroBatch.LabelCounts);
    }

    private void Tell(Exchange exchange, int index, MicroBatch microBatch, MetricRecord? metrics) =>
        exchange.Tell(index, microBatch, metrics is { IsActive: true } ? Outputs(microBatch) : default);

    /// <summary>Adds up what all ranks told of a batch, micro-batch after micro-batch.</summary>
    private BatchResult Told(Exchange exchange, int rows, MetricRecord? metrics)
    {
        var total = new BatchResult();
        for (int row = 0; row < rows; row += _rows)
        {
            total += exchange.Result(row / _rows);
            if (metrics is { IsActive: true }) Note(exchange.View(row / _rows, Math.Min(_rows, rows - row)), metrics);
        }
        exchange.AddCounts(Predictions, LabelCounts);
        return total;
    }

    /// <summary>Throws what this rank met, or says that another one met something.</summary>
    private static void Require(Exchange exchange, ExceptionDispatchInfo? thrown)
    {
        thrown?.Throw();
        if (exchange.All.HasFlag(Signals.Failed))
            throw new InvalidOperationException(
                "Another rank could not compute its share of the batch; its own exception says why. The model keeps the weights of the last step.");
    }

    private readonly ref struct SharedGradients(
        ReadOnlySpan<MicroBatch> microBatches, RowSource data, ReadOnlySpan<int> batch, int first, int rows, long step, Exchange exchange, int part)
            : IRowKernel
    {
        private readonly ReadOnlySpan<MicroBatch> _microBatches = microBatches;
        private readonly RowSource _data = data;
        private readonly ReadOnlySpan<int> _batch = batch;

        public void Run(int firstRow, int endRow)
        {
            for (int i = firstRow; i < endRow; i++)
                _microBatches[i].Gradient(_data, _batch, first + (i * rows), step, exchange.Gradient(part + i));
        }
    }
}
