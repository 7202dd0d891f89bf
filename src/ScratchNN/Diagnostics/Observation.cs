namespace ScratchNN;

/// <summary>What an objective has just computed, opened layer by layer.</summary>
internal readonly ref struct Observation(Objective objective, RowSource data, ReadOnlySpan<int> rows)
{
    public RowSource Data { get; } = data;
    public Objective Objective { get; } = objective;
    public LayerTrace Trace => Objective.Trace;

    /// <summary>The rows of the last micro-batch.</summary>
    public ReadOnlySpan<int> Rows { get; } = objective.LastRows(rows);

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
            InputShape = layer.Input,
            OutputShape = layer.Output,
            Input = input == LayerTrace.BlockInput ? Objective.Input(Data, Rows) : Objective.Activations(input, n * layer.Input.Size),
            Output = output == LayerTrace.BlockOutput ? Objective.Outputs : Objective.Activations(output, n * layer.Output.Size),
            Parameters = Of(Parameters, layer),
            Gradient = Of(Gradient, layer),
            Before = Of(Before, layer),
        };
    }

    private static ReadOnlySpan<float> Of(ReadOnlySpan<float> all, TracedLayer layer) =>
        all.IsEmpty ? default : all.Slice(layer.ParameterOffset, layer.ParameterCount);
}
