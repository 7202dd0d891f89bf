using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace ScratchNN;

/// <summary>SNN005: samples of a batch that influence each other, in a layer that does not declare it. Exact, bit for bit.</summary>
/// <remarks>
/// Every layer runs on 8 samples of the probe, as in prediction; then sample 3 is replaced by another, and it runs again. Output rows but the third
/// must keep every bit. The replacements are those samples that hold the largest and the smallest number: a maximum over the batch notices only what exceeds
/// it. Where samples share the largest number, one is made up that lies far beyond it, but for columns that may be indices. A layer that cannot take that is
/// let alone.
/// </remarks>
internal sealed class BatchMixing() : Check("SNN005", CheckMoment.TrainingStart)
{
    private const int BatchSize = 8, Changed = 3;
    private const float Far = 64;

    public override void Examine(in CheckPass pass)
    {
        string found = "";
        foreach (var layer in pass.Layers)
        {
            if (layer.Layer.MixesBatch || found.StartsWith($"{layer.Path}.", StringComparison.Ordinal)) continue; // the container of a layer that does
            string name = layer.Name;
            if (pass.Findings.Any(finding => finding.Code == "SNN021" && finding.Layer == name)) continue; // no two runs of it are alike
            try
            {
                if (Finds(layer, pass)) found = layer.Path;
            }
            catch (Exception) // it is the layer's, for a batch that the user never made: training tells whether it can take the data
            {
            }
        }
    }

    private bool Finds(in LayerView layer, in CheckPass pass)
    {
        int inputs = layer.InputShape.Size, rows = layer.Input.Length / inputs;
        int largest = TensorPrimitives.IndexOfMax(layer.Input) / inputs, smallest = TensorPrimitives.IndexOfMin(layer.Input) / inputs;
        int[] others = [.. Enumerable.Range(0, rows).Where(row => row != largest && row != smallest).DefaultIfEmpty(smallest).Take(BatchSize)];
        float[] x = new float[BatchSize * inputs], before = new float[BatchSize * layer.OutputShape.Size], after = new float[before.Length],
            replacement = new float[inputs];
        for (int row = 0; row < BatchSize; row++) Sample(layer, others[row % others.Length]).CopyTo(x.AsSpan(row * inputs));
        float[] replaced = x.AsSpan(Changed * inputs, inputs).ToArray();
        Run(layer, x, before);
        foreach (int row in (ReadOnlySpan<int>)[largest, smallest])
        {
            Sample(layer, row).CopyTo(replacement);
            if (Finds(layer, pass, x, replacement, before, after)) return true;
        }
        bool[] mayBeIndex = Indices.Of(layer.Layer, layer.InputShape, layer.Input);
        Sample(layer, largest).CopyTo(replacement);
        for (int i = 0; i < inputs; i++) replacement[i] = mayBeIndex[i] ? replaced[i] : (Far * replacement[i]) + 0.125f; // another number in any case
        return Finds(layer, pass, x, replacement, before, after);
    }

    private bool Finds(in LayerView layer, in CheckPass pass, float[] x, float[] replacement, float[] before, float[] after)
    {
        int outputs = layer.OutputShape.Size;
        var changed = x.AsSpan(Changed * replacement.Length, replacement.Length);
        if (changed.SequenceEqual(replacement)) return false;
        replacement.CopyTo(changed);
        Run(layer, x, after);
        for (int row = 0; row < BatchSize; row++)
        {
            if (row == Changed) continue;
            int differing = Differing(before.AsSpan(row * outputs, outputs), after.AsSpan(row * outputs, outputs), out int first);
            if (differing == 0) continue;
            int at = (row * outputs) + first;
            pass.Report(new Finding
            {
                Code = Code,
                Severity = Severity.Error,
                Title = $"{layer.Name} mixes the samples of a batch: when sample {Changed} changed, {differing} of {outputs} outputs of sample {row} changed "
                    + $"too, output {first} from {NumberFormat.Text(before[at])} to {NumberFormat.Text(after[at])}.",
                Advice = $"It works along the batch, axis 0 of [{BatchSize} × {outputs}]: sum or normalise over the {outputs} values of each row, axis 1. "
                    + "If this is intended, override MixesBatch.",
                Layer = layer.Name,
                Tensor = "output",
                Evidence = new Dictionary<string, double>
                {
                    ["changed sample"] = Changed, ["influenced sample"] = row, ["influenced outputs"] = differing, ["axis"] = 0,
                },
                RuledOut = ["randomness: both runs had the same seed", "rounding: the bits were compared"],
            });
            return true;
        }
        return false;
    }

    private static ReadOnlySpan<float> Sample(in LayerView layer, int row) => layer.Input.Slice(row * layer.InputShape.Size, layer.InputShape.Size);

    private static void Run(in LayerView layer, float[] x, float[] y) => layer.Layer.Forward(new ForwardPass
    {
        Parameters = layer.AllParameters,
        Input = x,
        Output = y,
        Cache = new float[layer.Layer.CacheSize(layer.InputShape, BatchSize)],
        BatchSize = BatchSize,
        InputShape = layer.InputShape,
    });

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
