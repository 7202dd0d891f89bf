namespace ScratchNN;

/// <summary>SNN021: a layer of your own that draws random numbers in prediction too, or from a generator of its own.</summary>
internal sealed class RandomInUse() : Check("SNN021", CheckMoment.TrainingStart)
{
    private const ulong Seed = 1, OtherSeed = 2;

    public override void Examine(in CheckPass pass)
    {
        string found = "";
        foreach (var layer in pass.Layers)
        {
            if (!OwnCode.Is(layer.Layer) || OwnCode.Count(layer) == 0 || found.StartsWith($"{layer.Path}.", StringComparison.Ordinal)) continue;
            try
            {
                string name = layer.Name;
                if (pass.Findings.Any(finding => finding.Code == Code && finding.Layer == name)) continue;
                bool hasOwn = Differ(pass, layer, Seed, isTraining: true, "draws from a generator of its own: two calls with the same seed differ in",
                    "Take the numbers from pass.Random(row): results then depend on the seed alone, on any number of threads.");
                if (hasOwn
                    || Differ(pass, layer, OtherSeed, isTraining: false, "is random in prediction too: with another seed the same samples differ in",
                        "Where pass.IsTraining is false, pass the input through unchanged.")) found = layer.Path;
            }
            catch (Exception) // it is the layer's: training tells whether it can take the data
            {
            }
        }
    }

    private bool Differ(in CheckPass pass, in LayerView layer, ulong otherSeed, bool isTraining, string says, string advice)
    {
        float[] y = OwnCode.Forward(layer, 0, Seed, isTraining).Output, again = OwnCode.Forward(layer, 0, otherSeed, isTraining).Output;
        var (count, at) = OwnCode.Differing(y, again);
        if (count == 0) return false;
        pass.Report(new Finding
        {
            Code = Code,
            Severity = Severity.Warning,
            Title = $"{layer.Name} {says} {count} of {y.Length} outputs, output {at} by {NumberFormat.Text(Math.Abs(y[at] - again[at]))}.",
            Advice = advice,
            Layer = layer.Name,
            Tensor = "Output",
            Evidence = new Dictionary<string, double> { ["outputs"] = count, ["of"] = y.Length, ["index"] = at },
        });
        return true;
    }
}
