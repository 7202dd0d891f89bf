namespace ScratchNN;

/// <summary>The inputs and outputs of <see cref="Container.Combine"/>, for one micro-batch of N samples.</summary>
public readonly ref struct CombinePass
{
    internal CombinePass(ContainerPlan plan, Workers workers) => (Plan, Workers) = (plan, workers);

    internal ContainerPlan Plan { get; }

    internal ReadOnlySpan<float> Activations { get; init; }

    /// <summary>X [N × input size] of the container.</summary>
    public ReadOnlySpan<float> Input { get; internal init; }

    /// <summary>Y [N × output size] of the container, to be assigned; arrives dirty.</summary>
    public Span<float> Output { get; internal init; }

    /// <summary>
    /// Room for the values that <see cref="Container.Distribute"/> will need, <see cref="Container.CombineCacheSize"/> floats; arrives dirty.
    /// </summary>
    public Span<float> Cache { get; internal init; }

    /// <summary>N, the samples in this micro-batch.</summary>
    public int BatchSize { get; internal init; }

    /// <summary>The shape of one input sample of the container.</summary>
    public Shape InputShape => Plan.Input;

    /// <summary>True while fitting, false while predicting and evaluating.</summary>
    public bool IsTraining { get; internal init; }

    /// <summary>The threads to split rows over.</summary>
    public Workers Workers { get; }

    /// <summary>The output of an inner layer [N × its output size].</summary>
    /// <param name="layer">Its index in <see cref="Container.Inner"/>.</param>
    public ReadOnlySpan<float> InnerOutput(int layer) => Plan.IsInPlace && layer == Plan.Stages.Length - 1 ? Output
        : Plan.OutputOf(layer, BatchSize, Activations);
}
