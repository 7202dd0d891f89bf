using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>Rows that go through the layers at once: their memory, and their way forward, through the loss, and back.</summary>
internal sealed partial class MicroBatch
{
    private readonly Weights _model;
    private readonly Block _block; // the model, without a last layer that the loss absorbs
    private readonly Workers _workers;
    private readonly ulong _seed;
    private readonly Shape _input;
    private readonly int _capacity, _outputs, _targetSize;
    private readonly float[] _targets, _y, _losses, _dy, _weights;
    private readonly TargetScale? _scale; // null: the model predicts what the layers give
    private readonly float[] _predictions = [], _standardized = []; // of the outputs and the targets, where there is a scale
    private readonly AlignedBuffer _cache;
    private readonly int[] _labels, _predicted;
    private bool _isWeighted;
    private float[]? _gradient; // where there are others to be added to
    private ReadOnlyMemory<float> _view; // of rows that were read ahead
    private AlignedBuffer? _x; // rows that have to be gathered: not where they lie one after another

    /// <param name="weights">Those of the model.</param>
    /// <param name="block">Of it, what comes before the loss.</param>
    /// <param name="problem">What is asked of the outputs.</param>
    /// <param name="rows">The most rows.</param><param name="seed">Of what layers draw.</param><param name="workers">The threads.</param>
    /// <param name="absorbsLast">Whether the loss takes the place of the last layer.</param>
    public MicroBatch(Weights weights, Block block, Problem problem, int rows, ulong seed, Workers workers, bool absorbsLast)
    {
        (_model, _block, Problem, _capacity, _seed, _workers, _input) = (weights, block, problem, rows, seed, workers, weights.Plan.Input);
        _outputs = block.OutputShape(_input).Size;
        _targetSize = problem.Target?.Size ?? 0;

        _targets = new float[Guard.FloatsOf(rows, _targetSize)];
        _y = new float[Guard.FloatsOf(rows, _outputs)];
        _dy = new float[_y.Length];
        _scale = absorbsLast ? null : weights.Scale;
        if (_scale != null) (_predictions, _standardized) = (new float[_y.Length], new float[problem.Standardizes ? _y.Length : 0]);
        AbsorbsLast = absorbsLast;
        _labels = new int[rows];
        _predicted = new int[HasClasses ? rows : 0];
        _losses = new float[rows];
        _weights = new float[rows];
        _cache = new AlignedBuffer(block.CacheSize(_input, rows));
        Trace = new LayerTrace(block, _input);
        Predictions = new int[HasClasses ? _outputs : AnswersOneQuestion ? 2 : 0];
        LabelCounts = new int[Predictions.Length];
    }

    /// <summary>What is asked of the outputs.</summary>
    public Problem Problem { get; }

    /// <summary>Whether one class of several is chosen, so that classes can be counted.</summary>
    public bool HasClasses => Problem.Meaning == OutputKind.OneClass;

    /// <summary>Whether there is one answer, no (0) or yes (1), so that these can be counted.</summary>
    private bool AnswersOneQuestion => Problem.Meaning == OutputKind.YesNo && _outputs == 1;

    /// <summary>Whether a row is among those that a loss and a metric see.</summary>
    public bool Counts(int row) => Labels.IsEmpty || !Problem.Loss.Ignores(_labels[row]);

    /// <summary>Memory for its gradient.</summary>
    public Span<float> ParameterGradient => _gradient ??= new float[_model.Plan.ParameterCount];

    /// <summary>What it told last.</summary>
    public BatchResult Result { get; private set; }

    /// <summary>The losses of rows, and the gradient of the sum of their weighted losses, divided by the rows of the batch.</summary>
    /// <param name="data">The data.</param><param name="batch">Its rows in the batch.</param><param name="first">The first of them to take.</param>
    /// <param name="step">Decides what layers draw.</param><param name="gradient">To be assigned.</param>
    public void Gradient(scoped in RowSource data, ReadOnlySpan<int> batch, int first, long step, Span<float> gradient)
    {
        var x = Read(data, batch, first);
        ulong seed = Philox.Mix(_seed, RandomStreams.Layers(step));
        Forward(x, isTraining: true, seed);
        var dy = _dy.AsSpan(0, _n * _outputs);
        Result = Losses(dy);

        // the gradient of the mean: row n counts w/N of the whole batch
        if (_isWeighted) WeighRows(dy, 1f / batch.Length);
        else Elementwise.Multiply(dy, 1f / batch.Length);

        _block.Backward(new BackwardPass
        {
            Parameters = _model.Buffer.Span,
            Input = x,
            Output = _y.AsSpan(0, _n * _outputs),
            OutputGradient = dy,
            Cache = _cache.Span[.._block.CacheSize(_input, _n)],
            ParameterGradient = gradient,
            Frozen = _model.Frozen,
            BatchSize = _n,
            BatchShare = (float)_n / batch.Length,
            InputShape = _input,
            Seed = seed,
            FirstRow = first,
            Workers = _workers,
        });
    }

    /// <summary>The losses of rows, without training.</summary>
    /// <param name="data">The data.</param><param name="rows">Of which these.</param><param name="first">The first of them to take.</param>
    /// <param name="requiresFinite">Whether to throw if x or y is not finite.</param>
    public void Evaluate(scoped in RowSource data, ReadOnlySpan<int> rows, int first, bool requiresFinite)
    {
        var x = Read(data, rows, first);
        if (requiresFinite)
        {
            RowSource.RequireFinite(x, _input.Size, RowsOf(rows), "x", where: data.Where);
            RowSource.RequireFinite(Targets, _targetSize, RowsOf(rows), "y", where: data.Where);
        }
        Forward(x, isTraining: false, _seed);
        Result = Losses(default);
    }

    private ReadOnlySpan<float> Read(scoped in RowSource data, ReadOnlySpan<int> batch, int first)
    {
        (_first, _n) = (first, Math.Min(_capacity, batch.Length - first));
        var rows = RowsOf(batch);
        var labels = _labels.AsSpan(0, _targetSize == 0 ? _n : 0);
        var x = data.Read(rows, ref _x, _capacity, labels, _targets.AsSpan(0, _n * _targetSize), _weights.AsSpan(0, _n), _workers, out _view);
        _isGathered = _x != null && x.Overlaps(_x.Span);
        Problem.RequireAnswers(data, labels, Targets, rows);
        for (int row = 0; row < labels.Length; row++)
            if (Problem.Loss.Ignores(labels[row])) _weights[row] = 0;
        _isWeighted = Weights.ContainsAnyExcept(1f) || Problem.ClassWeights != null;
        return x;
    }

    private void Forward(ReadOnlySpan<float> x, bool isTraining, ulong seed) => _block.Forward(new ForwardPass
    {
        Parameters = _model.Buffer.Span,
        Input = x,
        Output = _y.AsSpan(0, _n * _outputs),
        Cache = _cache.Span[.._block.CacheSize(_input, _n)],
        BatchSize = _n,
        InputShape = _input,
        IsTraining = isTraining,
        Frozen = _model.Frozen,
        Seed = seed,
        FirstRow = _first,
        Workers = _workers,
    });
}
