namespace ScratchNN;

/// <summary>SNN003: a layer that in training adds more to its input than there is in it, and in prediction nothing.</summary>
/// <remarks>Measured, so that a layer of your own is seen too. What makes zeros is for <see cref="DroppedUnits"/>.</remarks>
internal sealed class DrowningNoise() : Check("SNN003", CheckMoment.TrainingStart)
{
    private const double Most = 2; // times the input: a picture that was moved or turned differs by up to 1.4
    private const double Some = 0.02;

    public override void Examine(in CheckPass pass)
    {
        foreach (var layer in pass.Layers)
        {
            if (!layer.AllParameters.IsEmpty || layer.InputShape.Size != layer.OutputShape.Size || layer.Layer.OutputRange != null) continue;
            var (noise, size) = Measure(layer.Input, layer.Output);
            if (!(noise > Most * size && size > 0) || DroppedUnits.Dropped(layer.Input, layer.Output) > Some || !IsNothingInPrediction(layer)) continue;
            pass.Report(new Finding
            {
                Code = Code,
                Severity = Severity.Warning,
                Title = $"{layer.Name} adds noise of {NumberFormat.Text(noise)} (root mean square) to inputs of {NumberFormat.Text(size)} in training: "
                    + "the noise drowns the inputs.",
                Advice = $"Lower the noise to about a tenth of the inputs, {NumberFormat.Text(size / 10)}.",
                Layer = layer.Name,
                Tensor = "output",
                Evidence = new Dictionary<string, double> { ["noise"] = noise, ["input"] = size },
            });
        }
    }

    private static (double Noise, double Size) Measure(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        double noise = 0, size = 0;
        for (int i = 0; i < x.Length; i++)
        {
            noise += ((double)y[i] - x[i]) * ((double)y[i] - x[i]);
            size += (double)x[i] * x[i];
        }
        return (Math.Sqrt(noise / x.Length), Math.Sqrt(size / x.Length));
    }

    private static bool IsNothingInPrediction(in LayerView layer)
    {
        try
        {
            return OwnCode.Inputs(layer).SequenceEqual(OwnCode.Forward(layer, dirt: 0, seed: 1, isTraining: false).Output);
        }
        catch (Exception) // of a layer that does not take so few rows
        {
            return false;
        }
    }
}
