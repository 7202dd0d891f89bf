namespace ScratchNN;

/// <summary>A layer that is no block, in its place in the model.</summary>
internal sealed record TracedLayer(Layer Layer, string Path, Shape Input, Shape Output, int ParameterOffset, int ParameterCount)
{
    public string Name { get; } = $"{Layer} (layer {Path})";
}

/// <summary>Where the activations of every layer, at every depth, stand in the cache of a block.</summary>
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
        Open(block, input, "", 0);
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

    private void Open(Block block, Shape input, string path, int parameterOffset)
    {
        var stages = block.PlanFor(input).Stages;
        for (int i = 0; i < stages.Length; i++)
        {
            var stage = stages[i];
            int offset = parameterOffset + stage.ParameterOffset;
            if (stage.Layer is Block inner) Open(inner, stage.Input, $"{path}{i}.", offset);
            else _layers.Add(new TracedLayer(stage.Layer, $"{path}{i}", stage.Input, stage.Output, offset, stage.ParameterCount));
        }
    }

    /// <summary>As <see cref="Block.Forward"/> lays them out: cache₀ output₀ cache₁ output₁ …</summary>
    private void Place(Block block, Shape shape, int batchSize, int offset, int input, int output, ref int next)
    {
        var stages = block.PlanFor(shape).Stages;
        for (int i = 0; i < stages.Length; i++)
        {
            var stage = stages[i];
            int inner = offset, stageOutput = output;
            offset += stage.CacheSize(batchSize);
            if (i < stages.Length - 1)
            {
                stageOutput = offset;
                offset += stage.Output.Size * batchSize;
            }
            if (stage.Layer is Block nested) Place(nested, stage.Input, batchSize, inner, input, stageOutput, ref next);
            else _offsets[next++] = (input, stageOutput);
            input = stageOutput;
        }
    }
}
