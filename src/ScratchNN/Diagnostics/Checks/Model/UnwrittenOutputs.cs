namespace ScratchNN;

/// <summary>SNN021: a layer of your own that leaves outputs or gradients as they were, or adds to them. Buffers arrive dirty.</summary>
/// <remarks>It runs twice on the same samples, in memory full of two different numbers: an entry that differs was not assigned.</remarks>
internal sealed class UnwrittenOutputs() : Check("SNN021", CheckMoment.TrainingStart)
{
    private const float Dirt = 3, OtherDirt = -7;

    public override void Examine(in CheckPass pass)
    {
        string found = "";
        foreach (var layer in pass.Layers)
        {
            // the container of a layer that does
            if (!OwnCode.Is(layer.Layer) || OwnCode.Count(layer) == 0 || found.StartsWith($"{layer.Path}.", StringComparison.Ordinal)) continue;
            try
            {
                if (Finds(pass, layer)) found = layer.Path;
            }
            catch (Exception) // it is the layer's: training tells whether it can take the data
            {
            }
        }
    }

    private bool Finds(in CheckPass pass, in LayerView layer)
    {
        const ulong Seed = 1;
        float[] y = OwnCode.Forward(layer, Dirt, Seed, isTraining: false).Output, again = OwnCode.Forward(layer, OtherDirt, Seed, isTraining: false).Output;
        if (Report(pass, layer, "Forward", "Output", y, again)) return true;
        var (dx, dw) = OwnCode.Backward(layer, Dirt);
        var (dxAgain, dwAgain) = OwnCode.Backward(layer, OtherDirt);
        return Report(pass, layer, "Backward", "InputGradient", dx, dxAgain) || Report(pass, layer, "Backward", "ParameterGradient", dw, dwAgain);
    }

    private bool Report(in CheckPass pass, in LayerView layer, string method, string tensor, float[] first, float[] second)
    {
        var (count, at) = OwnCode.Differing(first, second);
        if (count == 0) return false;
        bool isLeft = first[at] == Dirt && second[at] == OtherDirt;
        if (!isLeft && IsRandom(layer)) return false; // that is another finding
        pass.Report(new Finding
        {
            Code = Code,
            Severity = Severity.Error,
            Title = $"{method} of {layer.Name} {(isLeft ? "does not assign" : "reads old values from")} {count} of {first.Length} entries of "
                + $"{tensor}, the first at {at}.",
            Advice = isLeft ? $"Buffers arrive dirty: assign every entry of pass.{tensor}, and assign 0 where you have no value."
                : $"Buffers arrive dirty: assign pass.{tensor} with =, and never add to what is in it.",
            Layer = layer.Name,
            Tensor = tensor,
            Evidence = new Dictionary<string, double> { ["entries"] = count, ["of"] = first.Length, ["index"] = at },
            RuledOut = ["randomness: both runs had the same seed"],
        });
        return true;
    }

    /// <summary>Whether it draws numbers of its own, so that no two runs are alike.</summary>
    private static bool IsRandom(in LayerView layer) =>
        OwnCode.Differing(OwnCode.Forward(layer, Dirt, 1, isTraining: false).Output, OwnCode.Forward(layer, Dirt, 1, isTraining: false).Output).Count > 0
        || OwnCode.Differing(OwnCode.Forward(layer, Dirt, 1, isTraining: true).Output, OwnCode.Forward(layer, Dirt, 1, isTraining: true).Output).Count > 0;
}
