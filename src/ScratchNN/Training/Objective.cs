using System.Numerics.Tensors;
using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>
/// What training makes small: the mean loss of the model over some rows, and its gradient. Owns the memory of a step, so a step
/// allocates nothing.
/// </summary>
internal sealed partial class Objective
{
    private readonly Sequential _model;
    private readonly Block _block; // the model, without a last layer that the loss absorbs
    private readonly Loss _loss;
    private readonly Workers _workers;
    private readonly ulong _seed;
    private readonly Shape _input;
    private readonly int _outputs, _targetSize, _microBatch;
    private readonly float[] _targets, _y, _losses, _dy, _cache, _gradient;
    private readonly int[] _labels;
    private float[]? _x; // rows that have to be gathered: not where they stand one after another

    /// <param name="model">A built model.</param><param name="loss">A loss that fits the shapes.</param>
    /// <param name="target">The shape of a target, or null for labels.</param>
    /// <param name="batchSize">The most rows of a batch.</param><param name="microBatchSize">The most rows at once, or null to choose.</param>
    /// <param name="seed">Of what layers draw.</param><param name="workers">The threads.</param>
    public Objective(Sequential model, Loss loss, Shape? target, int batchSize, int? microBatchSize, ulong seed, Workers workers)
    {
        (_model, _loss, _seed, _workers, _input, _outputs) = (model, loss, seed, workers, model.InputShape, model.OutputShape.Size);
        _block = model.Root;
        if (loss.Absorbs(_block.LastLayer))
        {
            var rest = _block.WithoutLastLayer() ?? new Block(new Identity());
            if (rest.PlanFor(_input).ParameterCount == model.BuiltPlan.ParameterCount) _block = rest; // it had none
            _outputs = _block.OutputShape(_input).Size;
        }
        _targetSize = target?.Size ?? 0;
        HasClasses = target == null ? _outputs > 1 : loss.TargetsAreProbabilities && _targetSize == _outputs;

        _microBatch = Math.Min(batchSize, microBatchSize ?? (_block.MixesBatch ? batchSize : MicroBatch.Rows(_block, _input)));
        _targets = new float[checked(_microBatch * _targetSize)];
        _y = new float[checked(_microBatch * _outputs)];
        _dy = new float[_y.Length];
        _labels = new int[_microBatch];
        _losses = new float[_microBatch];
        _cache = new float[_block.CacheSize(_input, _microBatch)];
        _gradient = new float[_microBatch < batchSize ? model.BuiltPlan.ParameterCount : 0];
        Trace = new LayerTrace(_block, _input);
        Predictions = new int[HasClasses ? _outputs : 0];
        LabelCounts = new int[Predictions.Length];
    }

    /// <summary>Whether an accuracy can be told.</summary>
    public bool HasClasses { get; }

    /// <summary>The losses of a batch, and the gradient of their mean.</summary>
    /// <param name="data">The data.</param><param name="rows">Its rows in the batch.</param>
    /// <param name="step">Decides what layers draw.</param><param name="gradient">To be assigned.</param>
    /// <param name="stopsWhenBroken">Whether to return after the first micro-batch that is not finite, so that it can be seen.</param>
    /// <param name="upTo">Where to stop among the rows, at the end of a micro-batch; null for all.</param>
    public BatchResult Gradient(scoped in RowSource data, ReadOnlySpan<int> rows, long step, Span<float> gradient, bool stopsWhenBroken = false, int? upTo = null)
    {
        var total = new BatchResult();
        for (int first = 0; first < (upTo ?? rows.Length); first += _microBatch)
        {
            var part = rows.Slice(first, Math.Min(_microBatch, rows.Length - first));
            int n = part.Length;
            ulong seed = Philox.Mix(_seed, Streams.Layers(step));
            var x = Read(data, part);
            Forward(x, n, first, isTraining: true, seed);
            var dy = _dy.AsSpan(0, n * _outputs);
            total += Losses(n, dy);

            // the gradient of the mean: every row counts 1/N of the whole batch
            TensorPrimitives.Multiply(dy, 1f / rows.Length, dy);

            var parameterGradient = first == 0 ? gradient : _gradient;
            _block.Backward(new BackwardPass
            {
                Parameters = _model.Parameters,
                Input = x,
                Output = _y.AsSpan(0, n * _outputs),
                OutputGradient = dy,
                Cache = _cache.AsSpan(0, _block.CacheSize(_input, n)),
                ParameterGradient = parameterGradient,
                BatchSize = n,
                InputShape = _input,
                Seed = seed,
                FirstRow = first,
                Workers = _workers,
            });
            if (first > 0) TensorPrimitives.Add(gradient, parameterGradient, gradient); // in order
            if (stopsWhenBroken && !(double.IsFinite(total.LossSum) && TensorPrimitives.IsFiniteAll<float>(gradient))) break;
        }
        return total;
    }

    /// <summary>The losses of rows, without training.</summary>
    /// <param name="data">The data.</param><param name="rows">Which rows.</param><param name="requiresFinite">Whether to throw if x or y is not finite.</param>
    public BatchResult Measure(scoped in RowSource data, ReadOnlySpan<int> rows, bool requiresFinite = false)
    {
        var total = new BatchResult();
        for (int first = 0; first < rows.Length; first += _microBatch)
        {
            var part = rows.Slice(first, Math.Min(_microBatch, rows.Length - first));
            var x = Read(data, part);
            if (requiresFinite)
            {
                RowSource.RequireFinite(x, _input.Size, part, "x");
                RowSource.RequireFinite(_targets.AsSpan(0, part.Length * _targetSize), _targetSize, part, "y");
            }
            Forward(x, part.Length, first, isTraining: false, _seed);
            total += Losses(part.Length, default);
        }
        return total;
    }

    private ReadOnlySpan<float> Read(scoped in RowSource data, ReadOnlySpan<int> rows)
    {
        int n = rows.Length;
        var labels = _labels.AsSpan(0, _targetSize == 0 ? n : 0);
        var x = data.Read(rows, ref _x, _microBatch, labels, _targets.AsSpan(0, n * _targetSize), _workers);
        _isGathered = x.Overlaps(_x);
        if (_outputs > 1) RowSource.RequireLabels(labels, _outputs, rows);
        if (_loss.TargetsAreProbabilities) RowSource.RequireProbabilities(_targets.AsSpan(0, n * _targetSize), _targetSize, rows, _loss);
        return x;
    }

    private void Forward(ReadOnlySpan<float> x, int n, int firstRow, bool isTraining, ulong seed)
    {
        (_first, _n) = (firstRow, n);
        _block.Forward(new ForwardPass
        {
            Parameters = _model.Parameters,
            Input = x,
            Output = _y.AsSpan(0, n * _outputs),
            Cache = _cache.AsSpan(0, _block.CacheSize(_input, n)),
            BatchSize = n,
            InputShape = _input,
            IsTraining = isTraining,
            Seed = seed,
            FirstRow = firstRow,
            Workers = _workers,
        });
    }

    private BatchResult Losses(int n, Span<float> dy)
    {
        ReadOnlySpan<float> y = _y.AsSpan(0, n * _outputs), targets = _targets.AsSpan(0, n * _targetSize);
        ReadOnlySpan<int> labels = _labels.AsSpan(0, _targetSize == 0 ? n : 0);
        _loss.Compute(new LossPass
        {
            Output = y,
            Labels = labels,
            Targets = targets,
            Losses = _losses.AsSpan(0, n),
            OutputGradient = dy,
            BatchSize = n,
            Workers = _workers,
        });

        double sum = 0;
        foreach (float loss in _losses.AsSpan(0, n)) sum += loss;
        int correct = 0;
        for (int row = 0; HasClasses && row < n; row++)
        {
            int predicted = TensorPrimitives.IndexOfMax(y.Slice(row * _outputs, _outputs));
            int label = labels.IsEmpty ? TensorPrimitives.IndexOfMax(targets.Slice(row * _outputs, _outputs)) : labels[row];
            Predictions[predicted]++;
            LabelCounts[label]++;
            if (predicted == label) correct++;
        }
        return new BatchResult(sum, correct, n);
    }
}
