namespace ScratchNN;

/// <summary>SNN013: ReLUs that are zero for every sample of the probe, and so for ever: no gradient comes through.</summary>
/// <remarks>Half of them may be dead in a network that learns well; only where it does not learn this is more than worth knowing.</remarks>
internal sealed class DeadReLU() : Check("SNN013", Moment.Epoch)
{
    private const double Some = 0.1, Many = 0.4, Most = 0.9;
    private const int FewestSamples = 512;

    public override void Examine(in CheckPass pass)
    {
        if (pass.Rows.Length < FewestSamples) return;
        foreach (var layer in pass.Layers)
        {
            if (layer.Layer is not ReLU) continue;
            double dead = Share(layer);
            if (dead <= Some) continue;
            var severity = pass.IsLearning || dead <= Many ? Severity.Info : dead <= Most ? Severity.Warning : Severity.Error;
            pass.Report(new Finding(
                Code, severity,
                $"{Numbers.Percent(dead)} of the {layer.OutputShape.Size} units of {layer.Name} are zero for each of {pass.Rows.Length} samples: they are dead.",
                severity == Severity.Info ? "The others do the work: the layer could be smaller." : "A step too large pushed their biases below everything that comes in. Lower the learning rate, scale the inputs, and build the model anew.")
            {
                Layer = layer.Name,
                Tensor = "output",
                Evidence = new Dictionary<string, double> { ["dead"] = dead, ["units"] = layer.OutputShape.Size, ["samples"] = pass.Rows.Length },
            });
        }
    }

    /// <summary>The ReLU with the largest share of dead units in view.</summary>
    public static (string? Layer, double Share) Worst(in CheckPass pass)
    {
        (string? Layer, double Share) worst = (null, 0);
        foreach (var layer in pass.Layers)
            if (layer.Layer is ReLU && Share(layer) is var share && share > worst.Share) worst = (layer.Name, share);
        return worst;
    }

    private static double Share(in LayerView layer)
    {
        int units = layer.OutputShape.Size, dead = 0;
        for (int unit = 0; unit < units; unit++)
        {
            int at = unit;
            while (at < layer.Output.Length && layer.Output[at] == 0) at += units;
            if (at >= layer.Output.Length) dead++;
        }
        return (double)dead / units;
    }
}
