namespace ScratchNN;

/// <summary>All shapes and offsets of a container for one input shape.</summary>
/// <remarks>
/// Its cache holds output₀ output₁ … cache₀ cache₁ … cache of Combine, gradients. In a block the last output is the container's, in place, and of the gradients
/// no more than two are alive, or one where a layer writes over it. Elsewhere each output has one, as several layers may read it, and each layer's share of it
/// is made in one more piece, before it is added.
/// </remarks>
internal sealed class ContainerPlan
{
    private readonly Container _container;
    private readonly long _outputs, _gradients; // floats for each row

    /// <param name="container">The container.</param><param name="input">The shape of an input sample.</param>
    /// <param name="path">Its place, for messages: 1. in another one.</param>
    public ContainerPlan(Container container, Shape input, string path)
    {
        (_container, Input, IsInPlace) = (container, input, container.IsInPlace);
        var inner = container.Inner;
        Stages = new ContainerStage[inner.Count];
        var parameters = new List<ParameterInfo>();
        for (int i = 0; i < Stages.Length; i++)
        {
            int source = inner[i].Source ?? -1;
            var from = source < 0 ? input : Stages[source].Output;
            if (source >= 0) WidestInner = Math.Max(WidestInner, from.Size);
            Widest = Math.Max(Widest, from.Size);
            var stage = StageBuilder.Place(container, inner[i].Layer, inner[i].Name ?? $"{i}", source, path, from, ParameterCount, parameters);
            bool isLast = i == Stages.Length - 1;
            Stages[i] = stage with
            {
                OutputOffset = _outputs,
                GradientOffset = _gradients,
                NeedsGradient = stage.Moves || (source >= 0 && Stages[source].NeedsGradient),
            };
            if (!(IsInPlace && isLast)) _outputs += stage.Output.Size;
            if (!IsInPlace) _gradients += stage.Output.Size;
            ParameterCount += stage.ParameterCount;
        }
        if (IsInPlace)
        {
            for (int i = Stages.Length - 1; i > 0; i--)
            {
                Stages[i - 1] = Stages[i - 1] with
                {
                    GradientOffset = Stages[i].Layer.IsRectifier ? Stages[i].GradientOffset : WidestInner - Stages[i].GradientOffset
                };
                if (i > 1 && Stages[i - 1].Layer.IsRectifier) Stages[i] = Stages[i] with { IsBehindRectifier = Stages[i].Layer.RectifiesGradient };
            }
            _gradients = WidestInner;
        }
        Layout = new ParameterLayout(parameters.ToArray());
        Output = Combined(path);
        if (Output.Rank == 0)
            throw new InvalidOperationException($"{container}.CombinedShape({input.Product}) is an empty shape: an output has at least one number.");
    }

    public Shape Input { get; }
    public Shape Output { get; }
    public ContainerStage[] Stages { get; }
    public ParameterLayout Layout { get; }
    public int ParameterCount { get; }

    /// <summary>Whether the last inner layer writes to the container's output.</summary>
    public bool IsInPlace { get; }

    private int WidestInner { get; } // of the outputs between layers
    private int Widest { get; } // of what layers read

    private Shape Combined(string path)
    {
        try
        {
            return _container.Combined(Input, [.. Stages.Select(stage => stage.Output)]);
        }
        catch (ArgumentException exception) when (path.Length > 0)
        {
            throw new ArgumentException($"{exception.Message} It is layer {path[..^1]}, whose input is {Input}.", exception);
        }
    }

    /// <summary>The floats of all outputs, which come first.</summary>
    public int OutputFloats(int batchSize) => (int)(_outputs * batchSize);

    /// <summary>The floats of outputs and caches: all that Forward leaves.</summary>
    public long ActivationFloats(int batchSize)
    {
        long size = (_outputs * batchSize) + CombineCacheSize(batchSize);
        foreach (var stage in Stages) size += stage.CacheSize(batchSize);
        return size;
    }

    /// <summary>The floats of gradients between layers, and of the piece that follows.</summary>
    public (long Gradients, long Share) GradientFloats(int batchSize) => (_gradients * batchSize, (long)(IsInPlace ? WidestInner : Widest) * batchSize);

    public int CombineCacheSize(int batchSize)
    {
        int size = _container.CombineCache(Input, batchSize);
        return size >= 0 ? size
            : throw new InvalidOperationException(
                $"{_container} asks for a cache of {size} floats to combine {batchSize} samples of {Input}: it can't be negative.");
    }

    /// <summary>The output of a stage, but for a last one in place.</summary>
    public Span<float> OutputOf(int stage, int batchSize, Span<float> activations) =>
        activations.Slice((int)(Stages[stage].OutputOffset * batchSize), Stages[stage].Output.Size * batchSize);

    /// <inheritdoc cref="OutputOf(int, int, Span{float})"/>
    public ReadOnlySpan<float> OutputOf(int stage, int batchSize, ReadOnlySpan<float> activations) =>
        activations.Slice((int)(Stages[stage].OutputOffset * batchSize), Stages[stage].Output.Size * batchSize);

    /// <summary>The gradient with respect to the output of a stage, but for a last one in place.</summary>
    public Span<float> GradientOf(int stage, int batchSize, Span<float> gradients) =>
        gradients.Slice((int)(Stages[stage].GradientOffset * batchSize), Stages[stage].Output.Size * batchSize);

    /// <summary>Whether a stage needs the gradient of its output: for its parameters, or to hand it on.</summary>
    public bool NeedsGradient(int stage, ReadOnlySpan<bool> frozen, bool wantsInputGradient)
    {
        if (wantsInputGradient || frozen.IsEmpty) return wantsInputGradient || Stages[stage].NeedsGradient;
        for (; stage >= 0; stage = Stages[stage].Source)
            if (StageMoves(Stages[stage], frozen)) return true;
        return false;
    }

    /// <summary>Whether a step moves any parameter of a stage.</summary>
    private bool StageMoves(ContainerStage stage, ReadOnlySpan<bool> frozen)
    {
        for (int i = stage.TensorOffset; i < stage.TensorOffset + stage.TensorCount; i++)
            if (!frozen[i] && Layout.Infos[i].Role != ParameterRole.Adapted) return true;
        return false;
    }
}
