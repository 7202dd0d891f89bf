using System.Numerics.Tensors;
using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>
/// What training makes small: the mean loss of the model over some rows, and its gradient. Owns the memory of a step, so a step
/// allocates nothing.
/// </summary>
internal sealed partial class Objective
{
    private const int SmallGradient = 1 << 19; // floats: one for each thread stays in its cache
    private const int BlockFloats = 1 << 10, BlocksPerWorker = 8;
    private const double FullEnough = 0.75; // of the threads: else they are faster together

    private readonly Workers _workers;
    private readonly ParameterLayout _layout;
    private readonly MicroBatch[] _microBatches; // that may be under way at once
    private readonly int _rows, _batchSize; // of a micro-batch, and at most of a batch

    /// <param name="model">A built model.</param><param name="problem">What is asked of its outputs.</param>
    /// <param name="batchSize">The most rows of a batch.</param><param name="microBatchSize">The most rows at once, or null to choose.</param>
    /// <param name="seed">Of what layers draw.</param><param name="workers">The threads.</param>
    /// <param name="isTraining">Whether gradients are taken: without them nothing mixes the batch.</param>
    /// <param name="collective">The ranks that share a batch; null for one process.</param>
    /// <param name="hasMetrics">Whether metrics will see every row of them.</param>
    public Objective(
        Model model, Problem problem, int batchSize, int? microBatchSize, ulong seed, Workers workers, bool isTraining = true,
        Collective? collective = null, bool hasMetrics = false)
    {
        var weights = model.Built;
        var (block, input) = (model.Root, weights.Plan.Input);
        if (problem.Loss.Absorbs(block.LastLayer))
        {
            var rest = block.WithoutLastLayer() ?? new Block(new Identity());
            if (rest.PlanFor(input).ParameterCount == weights.Plan.ParameterCount) block = rest; // it had none
        }
        (_workers, _layout, _batchSize) = (workers, weights.Plan.Layout, batchSize);
        if (collective is not (null or OneProcess) && !block.MixesBatch)
            microBatchSize ??= Math.Min(((batchSize - 1) / PartsUnlessTold) + 1, MicroBatchSize.Rows(block, input, batchSize));
        _rows = Math.Min(batchSize, microBatchSize ?? (block.MixesBatch && isTraining ? batchSize : MicroBatchSize.Rows(block, input, batchSize)));
        bool isSmall = _rows <= MicroBatchSize.MostRows(block, input) && weights.Plan.ParameterCount <= SmallGradient;
        _microBatches = new MicroBatch[isSmall ? Math.Min(workers.Count, ((batchSize - 1) / _rows) + 1) : 1];
        for (int i = 0; i < _microBatches.Length; i++)
            _microBatches[i] = new MicroBatch(weights, block, problem, _rows, seed, workers, absorbsLast: block != model.Root);
        _last = block != model.Root ? model.Root.LastLayer : problem.AreLogits ? new Sigmoid()
            : problem.Loss.Meaning == OutputKind.OneClass && model.Root.LastLayer.Meaning != OutputKind.OneClass ? new Softmax() : null;
        _lastInput = block.OutputShape(input);
        Predictions = new int[LastMicroBatch.Predictions.Length];
        if (collective is { Size: > 1 })
            Exchange = new Exchange(collective, weights.Plan.ParameterCount, batchSize, _rows, LastMicroBatch.OutputSize, LastMicroBatch.TargetSize,
                Predictions.Length, hasMetrics);
        LabelCounts = new int[Predictions.Length];
    }

    /// <summary>The most rows of a micro-batch.</summary>
    public int MicroBatchRows => _rows;

    /// <summary>The micro-batch that came last.</summary>
    public MicroBatch LastMicroBatch => _microBatches[^1];

    /// <summary>Whether an accuracy can be told.</summary>
    public bool HasAccuracy => LastMicroBatch.Problem.Meaning != OutputKind.Numbers;

    /// <summary>How often each class was predicted, and was right to predict, since somebody cleared the two. Empty where there are none.</summary>
    public int[] Predictions { get; }

    /// <inheritdoc cref="Predictions"/>
    public int[] LabelCounts { get; }

    /// <summary>The losses of a batch, and the gradient of their mean, in which each loss counts by its weight: zeros if all weights are.</summary>
    /// <param name="data">The data.</param><param name="rows">Its rows in the batch.</param>
    /// <param name="step">Decides what layers draw.</param><param name="gradient">To be assigned.</param>
    /// <param name="stopsWhenBroken">Whether to return after the first micro-batch that is not finite, so that it can be seen.</param>
    /// <param name="upTo">Where to stop among the rows, at the end of a micro-batch; null for all.</param>
    /// <param name="metrics">What takes note of the outputs.</param>
    /// <param name="isAlone">Whether each rank takes the whole batch.</param>
    public BatchResult Gradient(
        scoped in RowSource data, ReadOnlySpan<int> rows, long step, Span<float> gradient, bool stopsWhenBroken = false, int? upTo = null,
            MetricRecord? metrics = null,
        bool isAlone = false)
    {
        metrics?.Begin();
        if (Exchange is { } exchange && !isAlone)
        {
            var shared = SharedGradient(exchange, data, rows, step, gradient, metrics);
            if (!stopsWhenBroken || (double.IsFinite(shared.LossSum) && Finite.Are(gradient))) return shared; // else each rank looks for itself
        }
        var total = new BatchResult();
        int end = upTo ?? rows.Length;
        for (int first = 0, count; first < end; first += (int)Math.Min((long)count * _rows, end - first))
        {
            count = stopsWhenBroken ? 1 : ConcurrentMicroBatches(data, end - first);
            var microBatches = _microBatches.AsSpan(^count..);
            _workers.For(count, new Gradients(microBatches, data, rows, first, _rows, step, gradient));
            Collect(microBatches, ref total, metrics);
            if (first == 0) microBatches = microBatches[1..]; // its gradient is there already
            if (!microBatches.IsEmpty) _workers.For(((gradient.Length - 1) / BlockFloats) + 1, new Sum(microBatches, gradient), BlocksPerWorker);
            if (stopsWhenBroken && !(double.IsFinite(total.LossSum) && Finite.Are(gradient))) break;
        }
        if (total.LossWeight != total.Count && total.LossWeight > 0) Scale(gradient, total.Count / total.LossWeight);
        return total;
    }

    /// <summary>The losses of rows, without training.</summary>
    /// <param name="data">The data.</param><param name="rows">Which rows.</param><param name="requiresFinite">Whether to throw if x or y is not finite.</param>
    /// <param name="metrics">What takes note of the outputs.</param>
    /// <param name="columns">What takes note of the inputs, of some of the micro-batches where they are many.</param>
    public BatchResult Evaluate(scoped in RowSource data, ReadOnlySpan<int> rows, bool requiresFinite = false, MetricRecord? metrics = null,
        ColumnStatistics? columns = null)
    {
        metrics?.Begin();
        if (Exchange is { } exchange && columns == null) return SharedEvaluation(exchange, data, rows, requiresFinite, metrics);
        var total = new BatchResult();
        int every = 1 + (rows.Length / DataProfile.MostRows);
        data.Announce(rows);
        for (int first = 0, count; first < rows.Length; first += (int)Math.Min((long)count * _rows, rows.Length - first))
        {
            count = ConcurrentMicroBatches(data, rows.Length - first);
            var microBatches = _microBatches.AsSpan(^count..);
            _workers.For(count, new Evaluations(microBatches, data, rows, first, _rows, requiresFinite));
            Collect(microBatches, ref total, metrics);
            for (int i = 0; i < count && columns != null; i++)
                if (((first / _rows) + i) % every == 0)
                    columns.Add(new SampleSpan(microBatches[i].Input(data, microBatches[i].RowsOf(rows)), data.InputShape), default, _workers);
        }
        return total;
    }

    /// <summary>
    /// How many micro-batches go side by side, each on a thread of its own: as many as there are threads, or one, whose rows they share. A dataset is
    /// never read from two threads.
    /// </summary>
    private int ConcurrentMicroBatches(scoped in RowSource data, int rowsLeft) =>
        data.IsOnDemand || rowsLeft < FullEnough * _microBatches.Length * _rows ? 1 : Math.Min(_microBatches.Length, ((rowsLeft - 1) / _rows) + 1);

    /// <summary>Rows counted w/N: makes it w/Σw, which is known only now. Statistics have no part in that.</summary>
    private void Scale(Span<float> gradient, double factor)
    {
        foreach (var place in _layout.Places)
            if (place.Info.IsTrained) TensorPrimitives.Multiply(place.Of(gradient), (float)factor, place.Of(gradient));
    }

    /// <summary>Adds what micro-batches have told, one after another: the bits of the sum must not show how many were under way at once.</summary>
    private void Collect(ReadOnlySpan<MicroBatch> microBatches, ref BatchResult total, MetricRecord? metrics)
    {
        foreach (var microBatch in microBatches)
        {
            total += microBatch.Result;
            microBatch.TakeCounts(Predictions, LabelCounts);
            if (metrics is { IsActive: true }) Note(View(microBatch), metrics);
        }
    }

    private readonly ref struct Gradients(
        ReadOnlySpan<MicroBatch> microBatches, RowSource data, ReadOnlySpan<int> batch, int first, int rows, long step, Span<float> gradient) : IRowKernel
    {
        private readonly ReadOnlySpan<MicroBatch> _microBatches = microBatches;
        private readonly RowSource _data = data;
        private readonly ReadOnlySpan<int> _batch = batch;
        private readonly Span<float> _gradient = gradient;

        public void Run(int firstRow, int endRow)
        {
            for (int i = firstRow; i < endRow; i++)
                _microBatches[i].Gradient(_data, _batch, first + (i * rows), step, first + i == 0 ? _gradient : _microBatches[i].ParameterGradient);
        }
    }

    private readonly ref struct Evaluations(
        ReadOnlySpan<MicroBatch> microBatches, RowSource data, ReadOnlySpan<int> batch, int first, int rows, bool requiresFinite) : IRowKernel
    {
        private readonly ReadOnlySpan<MicroBatch> _microBatches = microBatches;
        private readonly RowSource _data = data;
        private readonly ReadOnlySpan<int> _batch = batch;

        public void Run(int firstRow, int endRow)
        {
            for (int i = firstRow; i < endRow; i++)
                _microBatches[i].Evaluate(_data, _batch, first + (i * rows), requiresFinite);
        }
    }

    /// <summary>Adds the gradients of micro-batches to the first one, in order.</summary>
    private readonly ref struct Sum(ReadOnlySpan<MicroBatch> microBatches, Span<float> gradient) : IRowKernel
    {
        private readonly ReadOnlySpan<MicroBatch> _microBatches = microBatches;
        private readonly Span<float> _gradient = gradient;

        public void Run(int firstRow, int endRow)
        {
            int start = firstRow * BlockFloats;
            var sum = _gradient[start..Math.Min(endRow * BlockFloats, _gradient.Length)];
            foreach (var microBatch in _microBatches)
                Elementwise.Add(sum, microBatch.ParameterGradient.Slice(start, sum.Length));
        }
    }
}
