namespace ScratchNN;

/// <summary>What a micro-batch has just computed, opened layer by layer.</summary>
internal readonly ref struct Observation(MicroBatch microBatch, RowSource data, ReadOnlySpan<int> rows)
{
    public RowSource Data { get; } = data;
    public MicroBatch MicroBatch { get; } = microBatch;
    public LayerTrace Trace => MicroBatch.Trace;

    /// <summary>Its rows.</summary>
    public ReadOnlySpan<int> Rows { get; } = microBatch.RowsOf(rows);

    public required ReadOnlySpan<float> Parameters { get; init; }
    public ReadOnlySpan<float> Gradient { get; init; }
    public ReadOnlySpan<float> Before { get; init; }
    public RowSource Validation { get; init; }
    public ReadOnlySpan<int> ValidationRows { get; init; }

    public LayerView Layer(int i)
    {
        var layer = Trace.Layers[i];
        int n = Rows.Length;
        var (input, output) = Trace.Offsets(i, n);
        return new LayerView
        {
            Layer = layer.Layer,
            Path = layer.Path,
            Name = layer.Name,
            Source = layer.Source,
            InputShape = layer.Input,
            OutputShape = layer.Output,
            IsFrozen = MicroBatch.IsFrozen(layer),
            Input = input == LayerTrace.BlockInput ? MicroBatch.Input(Data, Rows) : MicroBatch.Activations(input, n * layer.Input.Size),
            Output = output == LayerTrace.BlockOutput ? MicroBatch.LayerOutputs : MicroBatch.Activations(output, n * layer.Output.Size),
            Parameters = Of(Parameters, layer),
            AllParameters = Parameters.IsEmpty ? default : Parameters.Slice(layer.ParameterOffset, layer.AllParameterCount),
            Gradient = Of(Gradient, layer),
            Before = Of(Before, layer),
        };
    }

    private static ReadOnlySpan<float> Of(ReadOnlySpan<float> all, TracedLayer layer) =>
        all.IsEmpty ? default : all.Slice(layer.ParameterOffset, layer.ParameterCount);
}
