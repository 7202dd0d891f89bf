namespace ScratchNN;

/// <summary>SNN013: units at the only bound of their layer, as a ReLU's zero, for every sample of the probe, and so for ever: no gradient comes through.</summary>
/// <remarks>Of an image a unit is a channel: one place in it may well stay dark. Half of them may be dead in a network that learns well; only where it does not learn this is more than worth knowing.</remarks>
internal sealed class DeadUnits() : Check("SNN013", CheckMoment.EpochEnd)
{
    private const double Some = 0.1, Many = 0.4, Most = 0.9;
    private const int FewestSamples = 512;

    public override void Examine(in CheckPass pass)
    {
        if (pass.Rows.Length < FewestSamples) return;
        for (int i = 0; i < pass.Layers.Count; i++)
        {
            var layer = pass.Layers[i];
            if (UnitActivity.BoundOf(layer.Layer) is not { } bound) continue;
            bool[] isDead = Dead(layer, bound);
            int units = isDead.Length, count = isDead.Count(true);
            double dead = (double)count / units;
            if (dead <= Some) continue;
            var (born, first, last) = pass.Activity.Deaths(i, isDead);
            string how = born == count ? "from the start" : (born == 0 ? "" : $"{born} from the start, the others ") + $"last seen active {(first == last ? $"at step {first}" : $"at steps {first} to {last}")}";
            var severity = pass.IsLearning || dead <= Many ? Severity.Info : dead <= Most ? Severity.Warning : Severity.Error;
            pass.Report(new Finding
            {
                Code = Code,
                Severity = severity,
                Title = $"{NumberFormat.Percent(dead)} of the {units} units of {layer.Name} are {(bound == 0 ? "zero" : NumberFormat.Text(bound))} for each of {pass.Rows.Length} samples: they are dead, {how}.",
                Advice = severity == Severity.Info ? "The others do the work: the layer could be smaller."
                    : born > count / 2 ? $"Weights and biases keep them {(bound == 0 ? "below 0" : "beyond that bound")} for all that comes in. Scale the inputs, and build the model anew with biases of 0 and Initialization.HeNormal."
                    : "A step too large pushed their biases below everything that comes in. Lower the learning rate, scale the inputs, and build the model anew.",
                Layer = layer.Name,
                Tensor = "output",
                Evidence = new Dictionary<string, double> { ["dead"] = dead, ["units"] = units, ["samples"] = pass.Rows.Length, ["dead from the start"] = born, ["first death after step"] = first, ["last death after step"] = last },
            });
        }
    }

    /// <summary>The layer with the largest share of dead units in view.</summary>
    public static (string? Layer, double Share) Worst(in CheckPass pass)
    {
        (string? Layer, double Share) worst = (null, 0);
        foreach (var layer in pass.Layers)
            if (UnitActivity.BoundOf(layer.Layer) is { } bound && (double)Dead(layer, bound).Count(true) / layer.OutputShape.Channels is var share && share > worst.Share) worst = (layer.Name, share);
        return worst;
    }

    /// <summary>Which units are at the bound for all samples in view.</summary>
    private static bool[] Dead(in LayerView layer, float bound)
    {
        bool[] isDead = new bool[layer.OutputShape.Channels];
        for (int unit = 0; unit < isDead.Length; unit++)
        {
            int at = unit;
            while (at < layer.Output.Length && layer.Output[at] == bound) at += isDead.Length;
            isDead[unit] = at >= layer.Output.Length;
        }
        return isDead;
    }
}
