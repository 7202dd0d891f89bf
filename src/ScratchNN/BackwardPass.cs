namespace ScratchNN;

/// <summary>The inputs and outputs of <see cref="Layer.Backward"/>, for one micro-batch of N samples.</summary>
public readonly ref struct BackwardPass
{
    private readonly Workers? _workers;
    private readonly float? _batchShare;
    private readonly bool _isFrozen;

    /// <summary>The parameters that Forward had.</summary>
    public required ReadOnlySpan<float> Parameters { get; init; }

    /// <summary>X [N × input size], as Forward had it.</summary>
    public required ReadOnlySpan<float> Input { get; init; }

    /// <summary>Y [N × output size], as Forward assigned it.</summary>
    public required ReadOnlySpan<float> Output { get; init; }

    /// <summary>dY [N × output size]: the gradient of the loss with respect to the output.</summary>
    public required ReadOnlySpan<float> OutputGradient { get; init; }

    /// <summary>The values that Forward left; also scratch.</summary>
    public Span<float> Cache { get; init; }

    /// <summary>dX [N × input size], to be assigned; arrives dirty. If it is empty, no earlier layer needs it: skip it.</summary>
    public Span<float> InputGradient { get; init; }

    /// <summary>
    /// The gradient with respect to the parameters, summed over the rows, to be assigned; arrives dirty. For a <see cref="ParameterRole.Statistic"/>: what to
    /// add to it, times <see cref="BatchShare"/>. For an <see cref="ParameterRole.Adapted"/> parameter: zeros.
    /// </summary>
    public Span<float> ParameterGradient { get; init; }

    /// <summary>N, the samples in this micro-batch.</summary>
    public required int BatchSize { get; init; }

    /// <summary>
    /// n/N, the share that this micro-batch has of the rows of its batch: a layer multiplies the change of a statistic by it. Above 0, at most 1. Default 1.
    /// </summary>
    public float BatchShare { get => _batchShare ?? 1; init => _batchShare = value; }

    /// <summary>The shape of one input sample.</summary>
    public required Shape InputShape { get; init; }

    /// <summary>
    /// As Forward had it: false in a layer whose parameters are all frozen. Then its statistics do not move, and its gradient is that of what it computes in
    /// prediction. Default true.
    /// </summary>
    public bool IsTraining { get => !_isFrozen; init => _isFrozen = !value; }

    /// <summary>Whether the layer before is a rectifier whose Backward is left out: dX is then the gradient with respect to its input. Only where a layer
    /// <see cref="Layer.RectifiesGradient"/>.</summary>
    internal bool IsBehindRectifier { get; init; }

    /// <summary>A flag for each parameter of a container; empty if none is frozen.</summary>
    internal ReadOnlySpan<bool> Frozen { get; init; }

    /// <summary>The seed that Forward had.</summary>
    public ulong Seed { get; init; }

    /// <summary>Where the micro-batch begins in the whole batch.</summary>
    public int FirstRow { get; init; }

    /// <summary>The threads to split rows over.</summary>
    public Workers Workers { get => _workers ?? Workers.None; init => _workers = value; }

    /// <summary>The random numbers that Forward had for this row.</summary>
    /// <param name="row">0 to N − 1.</param>
    public RandomStream Random(int row) => new(Seed, (ulong)(FirstRow + row));
}
