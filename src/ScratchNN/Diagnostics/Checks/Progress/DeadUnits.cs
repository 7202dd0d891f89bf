namespace ScratchNN;

/// <summary>
/// SNN013: units at the only bound of their layer, as a ReLU's zero, or where a GELU is flat, for every sample of the probe, and so for ever: no gradient comes
/// through.
/// </summary>
/// <remarks>
/// Of an image a unit is a channel: one place in it may well stay dark. Half of them may be dead in a network that learns well; only where it does not learn
/// this is more than worth knowing.
/// </remarks>
internal sealed class DeadUnits() : Check("SNN013", CheckMoment.EpochEnd)
{
    private const double Some = 0.1, Many = 0.4, Most = 0.9;
    private const double Spare = 0.6; // of a model that learns: up to half of its units may be dead for good
    private const double Half = 0.5; // of what it costs to know nothing: a model that has learned so little is hindered
    private const int FewestSamples = 512, FewUnits = 8;

    public override void Examine(in CheckPass pass)
    {
        if (pass.Rows.Length < FewestSamples) return;
        for (int i = 0; i < pass.Layers.Count; i++)
        {
            var layer = pass.Layers[i];
            if (pass.Activity.ZoneOf(i) is not { } zone) continue;
            bool[] isDead = Dead(layer, zone);
            int units = isDead.Length, count = isDead.Count(true);
            double dead = (double)count / units;
            if (dead <= (pass.IsLearning ? Spare : Some)) continue;
            var (born, first, last) = pass.Activity.Deaths(i, isDead);
            string how = born == count ? "from the start"
                : (born == 0 ? "" : $"{born} from the start, the others ")
                + $"last seen active {(first == last ? $"at step {first}" : $"at steps {first} to {last}")}";
            var severity = count == units && IsConstant(pass) ? Severity.Error
                : (pass.IsLearning && !(dead > Most && born <= count / 2 && pass.Epochs.Count > 0 && pass.Epochs[^1].Loss > pass.Data.LossAt(Half)))
                || dead <= Many ? Severity.Info : dead <= Most ? Severity.Warning : Severity.Error;
            bool isOfStep = severity > Severity.Info && units >= FewUnits && born <= count / 2;
            pass.Report(new Finding
            {
                Code = Code,
                Severity = severity,
                Title = $"{NumberFormat.Percent(dead)} of the {units} units of {layer.Name} {What(zone)} for each of {pass.Rows.Length} samples: "
                    + $"they are dead, {how}.",
                Advice = severity == Severity.Info ? count < units ? units <= FewUnits ? "The others do the work." : born > count / 2
                    ? "The others do the work: the layer could be smaller."
                    : "The others do the work. Steps that are too large kill units: try a lower learning rate."
                    : "Nothing comes through that layer: the rest of the model does without it."
                    : units < FewUnits ? $"With only {units} {(units == 1 ? "unit" : "units")}, all may die: give the layer {FewUnits} or more, "
                        + "or use LeakyReLU, and build a new model."
                    : born > count / 2 ? $"Weights and biases keep them {(zone.Bound == 0 ? "below 0" : zone.Below == null ? "beyond that bound" : "there")} "
                        + "for every input. Scale the inputs, and build a new model with biases of 0 and Initialization.HeNormal."
                    : EarlierCauses.Sentence(pass) is { Length: > 0 } because
                        ? $"A step made their biases so low that no input activates them. {because.TrimEnd()}"
                    : "A large step made their biases so low that no input activates them. Lower the learning rate, scale the inputs, and build a new model.",
                Layer = layer.Name,
                Tensor = "output",
                FollowsFrom = isOfStep ? EarlierCauses.First(pass) : null,
                Evidence = new Dictionary<string, double>
                {
                    ["dead"] = dead, ["units"] = units, ["samples"] = pass.Rows.Length, ["dead from the start"] = born,
                    ["first death after step"] = first, ["last death after step"] = last,
                },
            });
        }
    }

    /// <summary>Whether the answer to all samples is the same.</summary>
    private static bool IsConstant(in CheckPass pass)
    {
        int columns = pass.Outputs.Length / pass.Rows.Length;
        for (int at = columns; at < pass.Outputs.Length; at += columns)
            if (!pass.Outputs.Slice(at, columns).SequenceEqual(pass.Outputs[..columns])) return false;
        return true;
    }

    /// <summary>The layer with the largest share of dead units in view.</summary>
    public static (string? Layer, double Share) Worst(in CheckPass pass)
    {
        (string? Layer, double Share) worst = (null, 0);
        for (int i = 0; i < pass.Layers.Count; i++)
        {
            var layer = pass.Layers[i];
            if (pass.Activity.ZoneOf(i) is { } zone && (double)Dead(layer, zone).Count(true) / layer.OutputShape.Channels is var share && share > worst.Share)
                worst = (layer.Name, share);
        }
        return worst;
    }

    private static string What(DeadZone zone) => zone.Below is { } below ? $"get inputs of at most −{NumberFormat.Text(-below)}, where it is flat,"
        : $"are {(zone.Bound == 0 ? "zero" : NumberFormat.Text(zone.Bound))}";

    /// <summary>Which units are dead for all samples in view.</summary>
    private static bool[] Dead(in LayerView layer, DeadZone zone)
    {
        float[] reach = new float[layer.OutputShape.Channels];
        zone.Reach(layer, reach);
        return Array.ConvertAll(reach, zone.IsDead);
    }
}
