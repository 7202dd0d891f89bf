namespace ScratchNN.Reporting;

/// <summary>What a layer did over the steps.</summary>
/// <param name="name">As checks and findings name it.</param>
/// <param name="path">Its place in the model, before the names of its parameters.</param>
internal sealed class LayerRecord(string name, string path)
{
    public string Name { get; } = name;

    public string Path { get; } = path;

    /// <summary>The root mean square of its outputs.</summary>
    public StepSeries Size { get; } = new(120);

    /// <summary>The share of its outputs that are exactly 0.</summary>
    public StepSeries Zeros { get; } = new(120);

    /// <summary>The root mean square of the gradient of its parameters.</summary>
    public StepSeries Gradient { get; } = new(120);

    /// <summary>How far one step moved its parameters, in their own size: ‖Δw‖ / ‖w‖.</summary>
    public StepSeries Moved { get; } = new(120);

    /// <summary>Of each unit, the largest less the smallest output for the samples of the last look at an epoch's end; 0: it says the same to all.</summary>
    public float[] Ranges { get; set; } = [];
}
