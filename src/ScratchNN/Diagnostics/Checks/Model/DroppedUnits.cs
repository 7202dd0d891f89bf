namespace ScratchNN;

/// <summary>SNN003: a layer that in training makes zeros of almost all that comes in, or of answers, as dropout at a high rate, or at the end, does.</summary>
/// <remarks>Measured: how many numbers that are not 0 become 0 in training, and not in prediction.</remarks>
internal sealed class DroppedUnits() : Check("SNN003", CheckMoment.TrainingStart)
{
    private const double Most = 0.7, Some = 0.02;
    private const int FewUnits = 16, FewRows = 8;

    public override void Examine(in CheckPass pass)
    {
        for (int i = 0; i < pass.Layers.Count; i++)
        {
            var layer = pass.Layers[i];
            if (!layer.AllParameters.IsEmpty || layer.InputShape.Size != layer.OutputShape.Size || layer.Layer.OutputRange != null) continue;
            double dropped = Dropped(layer.Input, layer.Output), kept = (1 - dropped) * layer.OutputShape.Size;
            bool isLast = i == pass.Layers.Count - 1;
            if (dropped <= Some || !(isLast || (dropped > Most && kept < FewUnits)) || DropsInPrediction(layer)) continue;
            pass.Report(new Finding
            {
                Code = Code,
                Severity = Severity.Warning,
                Title = isLast ? $"{layer.Name} is the last layer, and sets {NumberFormat.Percent(dropped)} of the answers to 0 in training."
                    : $"{layer.Name} sets {NumberFormat.Percent(dropped)} of its {layer.OutputShape.Size} inputs to 0 in training: "
                        + $"about {NumberFormat.Text(Math.Round(kept, 1))} are left.",
                Advice = isLast ? $"Put {layer.Layer} before the last layer with weights." : "Lower the rate to between 0.2 and 0.5.",
                Layer = layer.Name,
                Tensor = "output",
                Evidence = new Dictionary<string, double> { ["dropped"] = dropped, ["units"] = layer.OutputShape.Size },
            });
        }
    }

    /// <summary>The share of the numbers that are not 0 before, and are behind.</summary>
    public static double Dropped(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        int some = 0, dropped = 0;
        for (int i = 0; i < x.Length; i++)
        {
            if (x[i] == 0) continue;
            some++;
            if (y[i] == 0) dropped++;
        }
        return some == 0 ? 0 : (double)dropped / some;
    }

    private static bool DropsInPrediction(in LayerView layer)
    {
        int size = layer.InputShape.Size, rows = Math.Min(FewRows, layer.Input.Length / size);
        var x = layer.Input[..(rows * size)];
        float[] y = new float[x.Length], cache = new float[layer.Layer.CacheSize(layer.InputShape, rows)];
        try
        {
            layer.Layer.Forward(
                new ForwardPass { Parameters = default, Input = x, Output = y, Cache = cache, BatchSize = rows, InputShape = layer.InputShape });
        }
        catch (Exception) // of a layer that does not take so few rows
        {
            return true;
        }
        return Dropped(x, y) > Some;
    }
}
