namespace ScratchNN;

/// <summary>An inner layer in its place.</summary>
internal sealed record ContainerStage(Layer Layer, string Name, Shape Input, Shape Output)
{
    /// <summary>What a Backward has to know that fails without an InputGradient.</summary>
    public const string EmptyInputGradient = "InputGradient is empty, as it is for the first layer of a model: assign it only if it is not.";

    /// <summary>The stage whose output it reads; −1 for the container's input.</summary>
    public required int Source { get; init; }

    public required int ParameterOffset { get; init; }
    public required int ParameterCount { get; init; } // floats

    public required int TensorOffset { get; init; }
    public required int TensorCount { get; init; }

    /// <summary>Whether a step moves any of its parameters: not those that are adapted.</summary>
    public required bool Moves { get; init; }

    /// <summary>Whether a step moves a parameter of it, or of a stage that its input comes from.</summary>
    public bool NeedsGradient { get; init; }

    /// <summary>Whether its Backward does that of the stage before, too.</summary>
    public bool IsBehindRectifier { get; init; }

    /// <summary>Floats before its output and the gradient of that, for each row.</summary>
    public long OutputOffset { get; init; }

    /// <inheritdoc cref="OutputOffset"/>
    public long GradientOffset { get; init; }

    /// <summary>The flags of a container's parameters, of those of the container around it.</summary>
    public ReadOnlySpan<bool> FrozenOf(ReadOnlySpan<bool> frozen) => frozen.IsEmpty || Layer is not Container ? default
        : frozen.Slice(TensorOffset, TensorCount);

    /// <summary>Whether it is a layer whose parameters are all frozen. A container leaves that to its layers.</summary>
    public bool IsFrozen(ReadOnlySpan<bool> frozen) =>
        !frozen.IsEmpty && TensorCount > 0 && Layer is not Container && !frozen.Slice(TensorOffset, TensorCount).Contains(false);

    public int CacheSize(int batchSize)
    {
        int size = Layer.CacheSize(Input, batchSize);
        return size >= 0 ? size
            : throw new InvalidOperationException($"{Layer} asks for a cache of {size} floats for {batchSize} samples of {Input}: it can't be negative.");
    }

    /// <summary>Names the layer, and the spans that it should have kept to.</summary>
    /// <param name="method">Its method.</param><param name="batchSize">Samples.</param><param name="exception">What it threw.</param>
    /// <param name="isFirst">Whether it is a Backward without an InputGradient.</param>
    public InvalidOperationException Failed(string method, int batchSize, Exception exception, bool isFirst = false) => new(
        $"{Layer}.{method} failed: {exception.Message} {(isFirst ? $"{EmptyInputGradient} " : "")}For {batchSize} samples it has "
        + $"{(long)batchSize * Input.Size} floats of input, {(long)batchSize * Output.Size} of output, {ParameterCount} of parameters and "
        + $"{CacheSize(batchSize)} of cache.",
        exception);
}
