namespace ScratchNN;

/// <summary>The inputs and outputs of <see cref="Container.Distribute"/>, for one micro-batch of N samples.</summary>
public readonly ref struct DistributePass
{
    internal DistributePass(ContainerPlan plan, Workers workers) => (Plan, Workers) = (plan, workers);

    internal ContainerPlan Plan { get; }

    internal ReadOnlySpan<float> Activations { get; init; }

    internal Span<float> Gradients { get; init; }

    /// <summary>X [N × input size] of the container.</summary>
    public ReadOnlySpan<float> Input { get; internal init; }

    /// <summary>Y [N × output size] of the container, as Combine assigned it.</summary>
    public ReadOnlySpan<float> Output { get; internal init; }

    /// <summary>dY [N × output size]: the gradient of the loss with respect to the container's output.</summary>
    public ReadOnlySpan<float> OutputGradient { get; internal init; }

    /// <summary>
    /// The part of dX [N × input size] that reaches the container's input past the inner layers, to be assigned; arrives as zeros. The gradient through the
    /// inner layers is added afterwards. If it is empty, no earlier layer needs it: skip it.
    /// </summary>
    public Span<float> InputGradient { get; internal init; }

    /// <summary>The values that Combine left; also scratch.</summary>
    public Span<float> Cache { get; internal init; }

    /// <summary>N, the samples in this micro-batch.</summary>
    public int BatchSize { get; internal init; }

    /// <summary>The shape of one input sample of the container.</summary>
    public Shape InputShape => Plan.Input;

    /// <summary>The threads to split rows over.</summary>
    public Workers Workers { get; }

    /// <summary>The output of an inner layer [N × its output size], as Combine had it.</summary>
    /// <param name="layer">Its index in <see cref="Container.Inner"/>.</param>
    public ReadOnlySpan<float> InnerOutput(int layer) => Plan.IsInPlace && layer == Plan.Stages.Length - 1 ? Output
        : Plan.OutputOf(layer, BatchSize, Activations);

    /// <summary>
    /// The gradient with respect to the output of an inner layer, to be assigned; arrives as zeros. Inner layers that read that output add their part
    /// afterwards.
    /// </summary>
    /// <param name="layer">Its index in <see cref="Container.Inner"/>.</param>
    public Span<float> InnerGradient(int layer) => Plan.GradientOf(layer, BatchSize, Gradients);
}
