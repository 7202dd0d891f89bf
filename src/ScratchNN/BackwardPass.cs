namespace ScratchNN;

/// <summary>What <see cref="Layer.Backward"/> reads and assigns, for one micro-batch of N samples.</summary>
public readonly ref struct BackwardPass
{
    private readonly Workers? _workers;

    /// <summary>The parameters that Forward had.</summary>
    public required ReadOnlySpan<float> Parameters { get; init; }

    /// <summary>X [N × input size], as Forward had it.</summary>
    public required ReadOnlySpan<float> Input { get; init; }

    /// <summary>Y [N × output size], as Forward assigned it.</summary>
    public required ReadOnlySpan<float> Output { get; init; }

    /// <summary>dY [N × output size]: the gradient of the loss with respect to the output.</summary>
    public required ReadOnlySpan<float> OutputGradient { get; init; }

    /// <summary>What Forward left; also scratch.</summary>
    public Span<float> Cache { get; init; }

    /// <summary>dX [N × input size], to be assigned; arrives dirty. Empty where nobody needs it.</summary>
    public Span<float> InputGradient { get; init; }

    /// <summary>
    /// The gradient with respect to the parameters, summed over the rows, to be assigned; arrives dirty. For a parameter that is not trained: what to
    /// add to it, if these rows were the whole batch.
    /// </summary>
    public Span<float> ParameterGradient { get; init; }

    /// <summary>N, the samples in this micro-batch.</summary>
    public required int BatchSize { get; init; }

    /// <summary>The shape of one input sample.</summary>
    public required Shape InputShape { get; init; }

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
