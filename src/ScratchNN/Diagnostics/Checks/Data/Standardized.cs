namespace ScratchNN;

/// <summary>Layers in front of a model that adapted to the data: behind them the data's own scale counts no more.</summary>
internal static class Standardized
{
    private const int ModelInput = -1;

    /// <summary>The numbers of the layers that adapt, on each way from the model's input to the first weights; none, where a way has no such layer.</summary>
    public static int[] Inputs(in CheckPass pass)
    {
        var found = new List<int>();
        return Collect(pass.Layers, ModelInput, found) ? [.. found] : [];
    }

    /// <summary>
    /// Looks through layers without parameters. A container that runs with those of its inner layers comes after these, which are seen by themselves.
    /// </summary>
    private static bool Collect(LayerViews layers, int source, List<int> found)
    {
        for (int i = source + 1; i < layers.Count; i++)
        {
            var layer = layers[i];
            if (layer.Source != source || (layer.Parameters.IsEmpty && !layer.AllParameters.IsEmpty)) continue;
            if (TakesIndices(layer)) continue; // these have no scale
            if (layer.Layer.Adapts) found.Add(i);
            else if (!layer.Parameters.IsEmpty || !Collect(layers, i, found)) return false;
        }
        return true;
    }

    private static bool TakesIndices(in LayerView layer)
    {
        for (int feature = 0; feature < layer.InputShape.Size; feature++)
            if (layer.Layer.Categories(layer.InputShape, feature) == null) return false;
        return true;
    }
}
