namespace ScratchNN;

/// <summary>SNN003: targets outside of what the last layer can give.</summary>
internal sealed class UnreachableTargets() : Check("SNN003", CheckMoment.TrainingStart)
{
    private const double LeastShare = 0.01, Rounding = 1e-3; // of the rows; of the range of the targets

    public override void Examine(in CheckPass pass)
    {
        var last = pass.Layers[^1];
        if (last.Layer.Meaning == OutputKind.OneClass || pass.Loss.Meaning is not (null or OutputKind.Numbers) || pass.Meaning == OutputKind.OneClass
            || last.Layer.OutputRange is not var (low, high)) return;
        if (pass.Data.ClassCounts.Length > 0 || (pass.Targets.IsEmpty && last.OutputShape.Size > 1)) return; // classes, not numbers
        float[] targets = pass.Targets.IsEmpty ? [.. pass.Labels.ToArray().Select(label => (float)label)] : pass.Targets.ToArray();
        float smallest = targets.Min(), largest = targets.Max();
        double near = Rounding * ((double)largest - smallest);
        int outside = targets.Count(target => target < low - near || target > high + near);
        double share = (double)outside / targets.Length;
        if (!(share >= LeastShare)) return;
        pass.Report(new Finding
        {
            Code = Code,
            Severity = Severity.Warning,
            Title = $"{last.Name} gives {Range(low, high)}, and {NumberFormat.Percent(share)} of the targets lie outside: "
                + $"they go from {Number(smallest)} to {Number(largest)}.",
            Advice = $"Drop that {last.Layer}: a model that predicts numbers ends in a layer without a range, such as Dense.",
            Layer = last.Name,
            Tensor = "y",
            Evidence = new Dictionary<string, double>
            {
                ["outside"] = share, ["lowest output"] = low, ["highest output"] = high, ["smallest target"] = smallest,
                ["largest target"] = largest,
            },
        });
    }

    private static string Range(float low, float high) => (float.IsFinite(low), float.IsFinite(high)) switch
    {
        (true, true) => $"{Number(low)} to {Number(high)}",
        (true, false) => $"{Number(low)} and above",
        _ => $"{Number(high)} and below",
    };

    private static string Number(float value) => (value < 0 ? "−" : "") + NumberFormat.Text(Math.Abs(value));
}
