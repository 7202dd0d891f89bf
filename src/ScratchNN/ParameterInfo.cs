namespace ScratchNN;

/// <summary>What a layer says of one of its parameters.</summary>
/// <param name="Name">Its name within the layer: <c>weight</c>, <c>bias</c>. In a model the layer's index goes before it: <c>0.weight</c>.</param>
/// <param name="Shape">Its dimensions: <c>[784 × 128]</c>.</param>
/// <param name="Decays">
/// Whether an optimizer that has weight decay applies it: true for weights, false for biases and scales. Optimizers of your own read it in
/// <see cref="OptimizerPass.Decays"/>; <see cref="Sgd"/> and <see cref="Adam"/> have no weight decay.
/// </param>
public readonly record struct ParameterInfo(string Name, Shape Shape, bool Decays = true)
{
    /// <summary>
    /// The order of the axes in files, which is PyTorch's: <c>[1, 0]</c> for weights that are [in × out] in memory and [out × in] there.
    /// Default null: as in memory.
    /// </summary>
    /// <exception cref="ArgumentException">The numbers are not 0 to rank − 1, each once.</exception>
    public IReadOnlyList<int>? FileAxes
    {
        get;
        init => field = value == null ? null : value.Order().SequenceEqual(Enumerable.Range(0, Shape.Rank)) ? [.. value]
            : throw new ArgumentException($"The axes of {Name} {Shape} are 0 to {Shape.Rank - 1}, got {string.Join(", ", value)}.", nameof(value));
    }

    /// <summary>
    /// Whether the optimizer moves it. False for statistics of the data, such as the running mean of batch normalisation: to these a step adds what Backward assigned
    /// to their part of ParameterGradient, whatever the learning rate; of several micro-batches the mean, each weighted by its rows, so that k equal ones move
    /// a statistic once, not k times. Default true.
    /// </summary>
    public bool IsTrained { get; init; } = true;

    /// <summary>Whether both say the same.</summary>
    public bool Equals(ParameterInfo other) => (Name, Shape, Decays, IsTrained) == (other.Name, other.Shape, other.Decays, other.IsTrained)
        && (FileAxes ?? []).SequenceEqual(other.FileAxes ?? []);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Shape, Decays);

    /// <summary>Name and shape, and what is not as usual.</summary>
    public override string ToString() => $"{Name} {Shape}" + (FileAxes is { } axes ? $", axes [{string.Join(", ", axes)}] in files" : "")
        + (Decays ? "" : ", no weight decay") + (IsTrained ? "" : ", not trained");
}
