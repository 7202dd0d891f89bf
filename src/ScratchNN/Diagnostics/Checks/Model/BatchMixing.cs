using System.Runtime.InteropServices;

namespace ScratchNN;

/// <summary>SNN005: samples of a batch that influence each other, in a layer that does not declare it. Exact to the bit.</summary>
/// <remarks>
/// Every layer runs on 8 samples of the probe, as in prediction; then sample 3 is replaced by another, and it runs again. Output rows but the third
/// must keep every bit.
/// </remarks>
internal sealed class BatchMixing() : Check("SNN005", CheckMoment.TrainingStart)
{
    private const int BatchSize = 8, Changed = 3;
    private const float Large = 64; // a maximum over the batch notices only what exceeds it

    public override void Examine(in CheckPass pass)
    {
        foreach (var layer in pass.Layers)
            if (!layer.Layer.MixesBatch && !Finds(layer, pass, 0.75f)) Finds(layer, pass, Large);
    }

    private bool Finds(in LayerView layer, in CheckPass pass, float factor)
    {
        int inputs = layer.InputShape.Size, outputs = layer.OutputShape.Size, rows = layer.Input.Length / inputs;
        float[] x = new float[BatchSize * inputs];
        for (int row = 0; row < BatchSize; row++) Sample(layer, row % rows).CopyTo(x.AsSpan(row * inputs));
        float[] before = Run(layer, x);
        var changed = x.AsSpan(Changed * inputs, inputs);
        Sample(layer, BatchSize % rows).CopyTo(changed);
        foreach (ref float value in changed) value = (factor * value) + 0.125f; // different in any case
        float[] after = Run(layer, x);

        for (int row = 0; row < BatchSize; row++)
        {
            if (row == Changed) continue;
            int differing = Differing(before.AsSpan(row * outputs, outputs), after.AsSpan(row * outputs, outputs), out int first);
            if (differing == 0) continue;
            int at = (row * outputs) + first;
            pass.Report(new Finding(
                Code, Severity.Error,
                $"{layer.Name} mixes the samples of a batch: when sample {Changed} changed, {differing} of {outputs} outputs of sample {row} changed too, output {first} from {NumberFormat.Text(before[at])} to {NumberFormat.Text(after[at])}.",
                $"It works along the batch, axis 0 of [{BatchSize} × {outputs}]: sum or normalise over the {outputs} values of each row, axis 1. If that is meant, override MixesBatch.")
            {
                Layer = layer.Name,
                Tensor = "output",
                Evidence = new Dictionary<string, double> { ["changed sample"] = Changed, ["influenced sample"] = row, ["influenced outputs"] = differing, ["axis"] = 0 },
                RuledOut = ["randomness: both runs had the same seed", "rounding: the bits were compared"],
            });
            return true;
        }
        return false;
    }

    private static ReadOnlySpan<float> Sample(in LayerView layer, int row) => layer.Input.Slice(row * layer.InputShape.Size, layer.InputShape.Size);

    private static float[] Run(in LayerView layer, float[] x)
    {
        float[] y = new float[BatchSize * layer.OutputShape.Size];
        layer.Layer.Forward(new ForwardPass
        {
            Parameters = layer.Parameters,
            Input = x,
            Output = y,
            Cache = new float[layer.Layer.CacheSize(layer.InputShape, BatchSize)],
            BatchSize = BatchSize,
            InputShape = layer.InputShape,
        });
        return y;
    }

    private static int Differing(ReadOnlySpan<float> before, ReadOnlySpan<float> after, out int first)
    {
        ReadOnlySpan<int> a = MemoryMarshal.Cast<float, int>(before), b = MemoryMarshal.Cast<float, int>(after);
        first = a.CommonPrefixLength(b);
        int count = 0;
        for (int i = first; i < a.Length; i++)
            if (a[i] != b[i]) count++;
        return count;
    }
}
