namespace ScratchNN;

/// <summary>SNN014: tanh and sigmoids far out where they are flat, so that next to no gradient comes through.</summary>
/// <remarks>A network may learn to use them so; only where it does not learn this is more than worth knowing.</remarks>
internal sealed class Saturation() : Check("SNN014", CheckMoment.EpochEnd)
{
    private const float FlatTanh = 2.5f, FlatSigmoid = 5; // slopes below 0.027 and 0.0067
    private const double Half = 0.5;

    public override void Examine(in CheckPass pass)
    {
        foreach (var layer in pass.Layers)
        {
            if (layer.Layer is not (Tanh or Sigmoid)) continue;
            float flat = layer.Layer is Tanh ? FlatTanh : FlatSigmoid;
            int count = 0;
            foreach (float x in layer.Input)
                if (Math.Abs(x) > flat) count++;
            double share = (double)count / layer.Input.Length;
            if (share <= Half) continue;
            pass.Report(new Finding
            {
                Code = Code,
                Severity = pass.IsLearning ? Severity.Info : Severity.Warning,
                Title = $"{NumberFormat.Percent(share)} of the inputs of {layer.Name} are beyond ±{NumberFormat.Text(flat)}, where it is flat: it is saturated.",
                Advice = "Next to no gradient comes through there. Scale the inputs, lower the learning rate, and build the model anew; ReLU does not saturate.",
                Layer = layer.Name,
                Tensor = "input",
                Evidence = new Dictionary<string, double> { ["saturated"] = share, ["beyond"] = flat, ["samples"] = pass.Rows.Length },
            });
        }
    }
}
