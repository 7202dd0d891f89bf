using System.Numerics.Tensors;

namespace ScratchNN.Reporting;

/// <summary>Looks on when the checks look, and finds nothing: what layers do goes into the record of the Fit.</summary>
internal sealed class LayerWatch(HtmlReport report, CheckMoment moment) : Check("REPORT", moment)
{
    private const int MostUnits = 4096;

    public override void Examine(in CheckPass pass)
    {
        if (report.RecordOf(pass.Model) is not { } record) return;
        if (Moment == CheckMoment.StepEnd) LookAtStep(pass, record);
        else if (Moment == CheckMoment.EpochEnd) LookAtUnits(pass, record);
        else record.Broken = [.. Broken(pass)];
    }

    public override string ToString() => $"{report}, {Moment}";

    private static void LookAtStep(in CheckPass pass, FitRecord record)
    {
        record.Know(pass);
        record.LargestLogit.Add(pass.Step, pass.Steps[^1].LargestLogit);
        if (pass.Predictions.Length > 1) record.Note(pass.Step, pass.Predictions, pass.LabelCounts);
        if (!record.IsTimeForLayers(pass.Step)) return;
        for (int i = 0; i < pass.Layers.Count; i++)
        {
            var layer = record.Layers[i];
            var view = pass.Layers[i];
            layer.Size.Add(pass.Step, RootMeanSquare(view.Output));
            layer.Zeros.Add(pass.Step, (double)view.Output.Count(0) / view.Output.Length);
            if (!view.Gradient.IsEmpty) layer.Gradient.Add(pass.Step, RootMeanSquare(view.Gradient));
        }
    }

    private static void LookAtUnits(in CheckPass pass, FitRecord record)
    {
        record.Know(pass);
        for (int i = 0; i < pass.Layers.Count; i++)
        {
            var view = pass.Layers[i];
            int units = view.OutputShape[view.OutputShape.Rank - 1];
            if (units > MostUnits) continue;
            float[] low = view.Output[..units].ToArray(), high = [.. low];
            for (int at = units; at < view.Output.Length; at += units)
            {
                TensorPrimitives.Min(low, view.Output.Slice(at, units), low);
                TensorPrimitives.Max(high, view.Output.Slice(at, units), high);
            }
            TensorPrimitives.Subtract(high, low, low);
            record.Layers[i].Ranges = low;
        }
    }

    private static List<BrokenLayer> Broken(in CheckPass pass)
    {
        var layers = new List<BrokenLayer>();
        foreach (var view in pass.Layers)
        {
            double largest = 0;
            int bad = 0;
            foreach (float y in view.Output)
                if (float.IsFinite(y)) largest = Math.Max(largest, Math.Abs(y));
                else bad++;
            layers.Add(new BrokenLayer(view.Name, largest, bad, view.Output.Length));
        }
        return layers;
    }

    private static double RootMeanSquare(ReadOnlySpan<float> values) => Math.Sqrt(TensorPrimitives.SumOfSquares(values) / (double)values.Length);
}
