namespace ScratchNN;

/// <summary>
/// SNN003: outputs that are probabilities already, for a loss that makes them of logits. What a layer declares LayerOrder judges: here it is measured.
/// </summary>
internal sealed class ProbabilitiesAsLogits() : Check("SNN003", CheckMoment.TrainingStart)
{
    private const int FewestRows = 8;
    private const float Rounding = 1e-4f, Far = 30;

    public override void Examine(in CheckPass pass)
    {
        var last = pass.Layers[^1];
        if (last.Layer.OutputRange != null || !last.AllParameters.IsEmpty || pass.Rows.Length < FewestRows || last.InputShape.Size != last.OutputShape.Size)
            return;
        bool areShares = pass.Loss.Meaning == OutputKind.OneClass && SumToOne(last.Output, last.OutputShape.Size);
        if (!areShares && !(pass.Loss.Meaning == OutputKind.YesNo && StaysWithin(last))) return;
        pass.Report(
            Severity.Warning, $"The outputs of {last.Name} are probabilities already{(areShares ? ", which sum to 1" : ", from 0 to 1")}, "
                + $"and {pass.Loss} takes logits and turns them into probabilities itself: none gets near 1.",
            $"End the model in the layer before it, or in {(areShares ? "Softmax" : "Sigmoid")}, which {pass.Loss} recognises.", last.Name);
    }

    private static bool SumToOne(ReadOnlySpan<float> y, int outputs)
    {
        if (outputs < 2) return false;
        for (int row = 0; row < y.Length; row += outputs)
        {
            float sum = 0;
            foreach (float value in y.Slice(row, outputs))
            {
                if (!(value >= 0)) return false;
                sum += value;
            }
            if (!(Math.Abs(sum - 1) < Rounding)) return false;
        }
        return true;
    }

    /// <summary>Whether it gives nothing beyond 0 to 1 for numbers far out on both sides, and not the same for both.</summary>
    private static bool StaysWithin(in LayerView layer)
    {
        int size = layer.InputShape.Size;
        float[] x = new float[2 * size], y = new float[2 * size], cache = new float[layer.Layer.CacheSize(layer.InputShape, 2)];
        x.AsSpan(0, size).Fill(Far);
        x.AsSpan(size).Fill(-Far);
        try
        {
            layer.Layer.Forward(new ForwardPass { Parameters = default, Input = x, Output = y, Cache = cache, BatchSize = 2, InputShape = layer.InputShape });
        }
        catch (Exception) // of a layer that does not take these numbers
        {
            return false;
        }
        return Array.TrueForAll(y, value => value is >= 0 and <= 1) && y[0] != y[size];
    }
}
