namespace ScratchNN;

/// <summary>SNN014: tanh, sigmoid and whatever else has two bounds, far out where they are flat, so that next to no gradient comes through.</summary>
/// <remarks>A network may learn to use them so; only where it does not learn this is more than worth knowing.</remarks>
internal sealed class Saturation() : Check("SNN014", CheckMoment.EpochEnd)
{
    private const double Half = 0.5;
    private const float Close = 0.0067f; // of the range, to a bound: tanh at 2.5 and sigmoid at 5 have slopes of 0.027 and 0.0067
    private const int Tries = 40;        // 0.5, 1, … 20

    public override void Examine(in CheckPass pass)
    {
        string last = pass.Layers[^1].Path;
        foreach (var layer in pass.Layers)
        {
            if (layer.Layer.OutputRange is not var (low, high) || !(float.IsFinite(low) && float.IsFinite(high))) continue;
            if (pass.IsLearning && layer.Path == last) continue; // answers may be at the bounds
            int count = 0;
            foreach (float y in layer.Output)
                if (IsAtBound(y, low, high)) count++;
            if (count <= Half * layer.Output.Length || FlatBeyond(layer, low, high) is not { } flat) continue;
            count = 0;
            foreach (float x in layer.Input)
                if (Math.Abs(x) > flat) count++;
            double share = (double)count / layer.Input.Length;
            if (share <= Half) continue;
            pass.Report(new Finding
            {
                Code = Code,
                Severity = pass.IsLearning ? Severity.Info : Severity.Warning,
                Title = $"{NumberFormat.Percent(share)} of the inputs of {layer.Name} are beyond ±{NumberFormat.Text(flat)}, "
                    + "where it is flat: it is saturated.",
                Advice = "Almost no gradient passes through it. Scale the inputs, lower the learning rate, and build a new model; ReLU does not saturate.",
                Layer = layer.Name,
                Tensor = "input",
                Evidence = new Dictionary<string, double> { ["saturated"] = share, ["beyond"] = flat, ["samples"] = pass.Rows.Length },
            });
        }
    }

    private static bool IsAtBound(float y, float low, float high) => Math.Min(y - low, high - y) <= Close * (high - low);

    /// <summary>
    /// The first x for which the outputs of ±x are at the bounds, measured on the layer; null if there is none, as of a softmax, which gives equal inputs equal
    /// shares, and of a layer that is not an activation.
    /// </summary>
    private static float? FlatBeyond(in LayerView layer, float low, float high)
    {
        if (layer.InputShape != layer.OutputShape) return null;
        int size = layer.InputShape.Size;
        float[] x = new float[2 * size], y = new float[2 * size], cache = new float[layer.Layer.CacheSize(layer.InputShape, 2)];
        for (int i = 0; i <= Tries; i++)
        {
            float far = 0.5f * i;
            x.AsSpan(0, size).Fill(far);
            x.AsSpan(size).Fill(-far);
            try
            {
                layer.Layer.Forward(
                    new ForwardPass { Parameters = layer.AllParameters, Input = x, Output = y, Cache = cache, BatchSize = 2, InputShape = layer.InputShape });
            }
            catch (Exception) // of a layer that does not take these numbers
            {
                return null;
            }
            bool isFlat = true;
            foreach (float value in y) isFlat &= IsAtBound(value, low, high);
            if (isFlat) return i == 0 ? null : far; // one that is at a bound for 0 is there for anything
        }
        return null;
    }
}
