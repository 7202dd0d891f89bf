using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>What a Trainer reads: samples with labels or targets and weights, or a dataset. One way in for all of them.</summary>
internal readonly ref partial struct RowSource
{
    private const int FloatsPerWorker = 8192; // rows scattered in memory: about 5 µs
    private readonly SampleSpan _x, _targets;
    private readonly ReadOnlySpan<int> _labels;
    private readonly ReadOnlySpan<byte> _byteLabels;
    private readonly ReadOnlySpan<float> _weights; // empty: all 1
    private readonly IDataset? _dataset;

    private RowSource(Targets y)
    {
        _labels = y.Labels;
        _byteLabels = y.ByteLabels;
        _targets = y.Rows;
        (TargetShape, AreYesNo, Count) = (y.Shape, y.AreYesNo, y.Count);
    }

    public RowSource(SampleSpan x)
    {
        _x = x;
        (InputShape, Count) = (x.Shape, x.Count);
    }

    /// <param name="x">The samples.</param><param name="y">Their targets, no names.</param><param name="weights">Their weights; empty for ones.</param>
    /// <exception cref="ArgumentException">The counts differ, or a weight is not a finite number of at least 0.</exception>
    public RowSource(SampleSpan x, Targets y, ReadOnlySpan<float> weights = default)
    {
        RequireEqualCounts(x, y.Count);
        this = new RowSource(y);
        _x = x;
        _weights = weights;
        InputShape = x.Shape;
        if (!weights.IsEmpty) RequireWeights(weights, x.Count);
    }

    /// <param name="data">The dataset.</param><param name="where">See <see cref="Where"/>.</param>
    public RowSource(IDataset data, string where = "")
    {
        ArgumentNullException.ThrowIfNull(data);
        int count = data.Count;
        if (count < 1)
            throw new ArgumentException($"{data.GetType().Name} has {count} samples: at least one is needed.", nameof(data));
        if (count > Array.MaxLength)
            throw new ArgumentException(
                $"{data.GetType().Name} has {count} samples: at most {Array.MaxLength} are supported. Provide fewer, and others in each Fit.", nameof(data));
        if (data.InputShape.Size == 0)
            throw new ArgumentException($"{data.GetType().Name}.InputShape is an empty shape: a sample has at least one number.", nameof(data));
        if (data.TargetShape is { Size: 0 })
            throw new ArgumentException($"{data.GetType().Name}.TargetShape is an empty shape: a target has at least one number. For class labels it is null.",
                nameof(data));
        if (data is ArrayDataset arrays)
        {
            this = arrays.Open() with { Where = where, ClassNames = data.Info?.ClassNames };
            return;
        }
        ClassNames = data.Info?.ClassNames;
        (_dataset, InputShape, TargetShape, Count, Where) = (data, data.InputShape, data.TargetShape, count, where);
        AreYesNo = IAnswered.Of(data);
    }

    /// <summary>Targets alone.</summary>
    public static RowSource OfTargets(Targets y) => new(y);

    public int Count { get; }
    public Shape InputShape { get; }
    public Shape? TargetShape { get; }

    /// <summary>Whether labels or targets say yes (1) or no (0), for each output.</summary>
    public bool AreYesNo { get; }

    /// <summary>Whether samples may have weights other than 1.</summary>
    public bool IsWeighted => _dataset != null || !_weights.IsEmpty;

    /// <summary>Words after the number of a row in messages: which rows are meant. By default none, those of the training data.</summary>
    public string Where { get; init; } = "";

    /// <summary>The names of the classes, for messages; null if they have none.</summary>
    public IReadOnlyList<string>? ClassNames { get; init; }

    /// <summary>Whether a dataset provides the rows on demand, which may be slow.</summary>
    public bool IsOnDemand => _dataset != null;

    /// <summary>The inputs, unless they come on demand.</summary>
    public SampleSpan Inputs => _x;

    /// <summary>The rows of targets, if there are any and they do not come on demand.</summary>
    public SampleSpan TargetRows => _targets;

    /// <summary>The inputs as the user passed them, for messages.</summary>
    public override string ToString() => $"[{Count} × {InputShape.Product}]";

    /// <summary>
    /// The inputs of some rows: viewed where they are so in memory, else read into <paramref name="buffer"/>, which is made on first use for
    /// <paramref name="capacity"/> rows. Labels or targets, and weights, are always read. What was read ahead is a <paramref name="view"/> until the next rows
    /// are asked for.
    /// </summary>
    public ReadOnlySpan<float> Read(ReadOnlySpan<int> rows, ref AlignedBuffer? buffer, int capacity, Span<int> labels, Span<float> targets, Span<float> weights,
        Workers workers,
        out ReadOnlyMemory<float> view)
    {
        view = default;
        if (_dataset == null && !_x.IsScattered && RowRange.IsConsecutive(rows))
        {
            ReadTargets(rows, labels, targets, weights);
            return _x.Rows(rows[0], rows.Length, default);
        }
        if (_dataset is ReadAheadDataset ahead)
        {
            weights.Fill(1);
            if (ahead.TryView(new ReadPass { Rows = rows, Inputs = default, Labels = labels, Targets = targets, Weights = weights }, out view))
            {
                RequireWeights(weights, rows, Where);
                return view.Span;
            }
        }
        buffer ??= new AlignedBuffer(Guard.FloatsOf(capacity, InputShape.Size));
        var inputs = buffer.Span[..(rows.Length * InputShape.Size)];
        Read(rows, inputs, labels, targets, weights, workers);
        return inputs;
    }

    /// <summary>Copies the inputs of some rows, their labels or targets, and their weights unless nobody asks for these.</summary>
    /// <exception cref="ArgumentException">The dataset gave a weight that is not a finite number of at least 0.</exception>
    public void Read(ReadOnlySpan<int> rows, Span<float> inputs, Span<int> labels, Span<float> targets, Span<float> weights, Workers workers)
    {
        if (_dataset != null)
        {
            if (weights.IsEmpty) weights = new float[rows.Length];
            weights.Fill(1);
            _dataset.Read(new ReadPass { Rows = rows, Inputs = inputs, Labels = labels, Targets = targets, Weights = weights });
            RequireWeights(weights, rows, Where);
            return;
        }
        ReadTargets(rows, labels, targets, weights);
        workers.For(rows.Length, new Gathering(_x, rows, inputs), Math.Max(1, FloatsPerWorker / InputShape.Size));
    }

    /// <summary>Some rows, copied into memory and numbered 0, 1, 2, …; each counts 1.</summary>
    /// <param name="rows">Which rows.</param><param name="workers">The threads.</param><param name="inputs">The memory of the inputs.</param>
    public RowSource Copied(ReadOnlySpan<int> rows, Workers workers, out float[] inputs)
    {
        int[] labels = new int[TargetShape == null ? rows.Length : 0];
        float[] targets = new float[rows.Length * (TargetShape?.Size ?? 0)];
        inputs = new float[rows.Length * InputShape.Size];
        Read(rows, inputs, labels, targets, default, workers);
        return new RowSource(new SampleSpan(inputs, InputShape), TargetShape is { } target ? new Samples(targets, target) : labels);
    }

    /// <summary>Tells a dataset which rows will be read next.</summary>
    public void Announce(ReadOnlySpan<int> rows) => _dataset?.Announce(rows);
}
