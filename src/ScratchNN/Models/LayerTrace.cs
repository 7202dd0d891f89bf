namespace ScratchNN;

/// <summary>A layer in its place in the model: any but blocks.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Path">Where it stands.</param>
/// <param name="Input">The shape of an input sample.</param>
/// <param name="Output">Of an output sample.</param>
/// <param name="ParameterOffset">Where its parameters begin.</param>
/// <param name="ParameterCount">How many there are: none of a container, whose inner layers stand for themselves.</param>
/// <param name="Source">The traced layer whose output it reads; −1 for the model's input.</param>
internal sealed record TracedLayer(Layer Layer, string Path, Shape Input, Shape Output, int ParameterOffset, int ParameterCount, int Source)
{
    /// <summary>How many parameters it runs with: of a container, those of its inner layers.</summary>
    public int AllParameterCount { get; init; } = ParameterCount;

    public string Name { get; } = $"{Layer} (layer {Path})";
}

/// <summary>
/// Where the activations of every layer, at every depth, stand in the cache of a block. A container other than a block follows its inner layers: what it
/// combines is its output.
/// </summary>
internal sealed class LayerTrace
{
    public const int BlockInput = -1, BlockOutput = -2; // instead of an offset

    private readonly Block _block;
    private readonly Shape _input;
    private readonly List<TracedLayer> _layers = [];
    private readonly (int Input, int Output)[] _offsets;
    private int _batchSize;

    public LayerTrace(Block block, Shape input)
    {
        (_block, _input) = (block, input);
        Open(block, input, "", 0, -1);
        _offsets = new (int, int)[_layers.Count];
    }

    public IReadOnlyList<TracedLayer> Layers => _layers;

    /// <summary>The offsets of a layer's input and output for a batch of this size.</summary>
    public (int Input, int Output) Offsets(int layer, int batchSize)
    {
        if (batchSize != _batchSize)
        {
            int next = 0;
            Place(_block, _input, batchSize, 0, BlockInput, BlockOutput, ref next);
            _batchSize = batchSize;
        }
        return _offsets[layer];
    }

    /// <returns>The traced layer that gives the container's output.</returns>
    private int Open(Container container, Shape input, string path, int parameterOffset, int source)
    {
        var plan = container.PlanFor(input);
        int[] givers = new int[plan.Stages.Length];
        for (int i = 0; i < givers.Length; i++)
        {
            var stage = plan.Stages[i];
            int offset = parameterOffset + stage.ParameterOffset, from = stage.Source < 0 ? source : givers[stage.Source];
            givers[i] = stage.Layer is Container inner
                ? Open(inner, stage.Input, $"{path}{stage.Name}.", offset, from)
                : Add(new TracedLayer(stage.Layer, $"{path}{stage.Name}", stage.Input, stage.Output, offset, stage.ParameterCount, from));
        }
        return plan.IsInPlace ? givers[^1]
            : Add(new TracedLayer(container, path[..^1], input, plan.Output, parameterOffset, 0, source) { AllParameterCount = plan.ParameterCount });
    }

    private int Add(TracedLayer layer)
    {
        _layers.Add(layer);
        return _layers.Count - 1;
    }

    /// <summary>As a <see cref="ContainerPlan"/> lays them out, in the order of <see cref="Open"/>.</summary>
    private void Place(Container container, Shape shape, int batchSize, int offset, int input, int output, ref int next)
    {
        var plan = container.PlanFor(shape);
        int cache = offset + plan.OutputFloats(batchSize);
        int OutputOf(int stage) => plan.IsInPlace && stage == plan.Stages.Length - 1 ? output : offset + (int)(plan.Stages[stage].OutputOffset * batchSize);
        for (int i = 0; i < plan.Stages.Length; i++)
        {
            var stage = plan.Stages[i];
            int from = stage.Source < 0 ? input : OutputOf(stage.Source);
            if (stage.Layer is Container nested) Place(nested, stage.Input, batchSize, cache, from, OutputOf(i), ref next);
            else _offsets[next++] = (from, OutputOf(i));
            cache += stage.CacheSize(batchSize);
        }
        if (!plan.IsInPlace) _offsets[next++] = (input, output);
    }
}
