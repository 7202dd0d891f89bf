using System.Numerics.Tensors;
using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>SNN002: inputs or targets so large, or inputs so small, that usual learning rates do not work for them.</summary>
/// <remarks>
/// For a root mean square (not a standard deviation) above 3 with a value beyond 10: an offset counts too, an outlier in scaled data does not.
/// </remarks>
internal sealed class InputScale() : Check("SNN002", CheckMoment.TrainingStart)
{
    private const double LargeInput = 10, LargeSpread = 3, LargeTarget = 100;
    private const double SmallSpread = 0.02, SmallInput = 0.1; // wide one-hot rows have a small root mean square too
    private const float LargestPixel = 1.01f / 255;
    private const double Far = 1 << 20; // the squares of larger distances overflow
    private const double LargestSquared = 1e18; // the squares of ten times as much are near the end of float32

    public override void Examine(in CheckPass pass)
    {
        var data = pass.Data;
        string behind = "";
        var (low, high, spread) = Standardized.Inputs(pass) is [_, ..] adapted ? Behind(pass, adapted, out behind) : Inputs(pass);
        double extreme = Math.Max(-low, high);
        // said with its cause
        if (MissingValues.IsMark(pass, low) || MissingValues.IsMark(pass, high) || Outliers.Is(pass, "x", low) || Outliers.Is(pass, "x", high)
            || CategoryCodes.Is(pass, high)) extreme = double.NaN;
        if (extreme > LargeInput && spread > LargeSpread && double.IsFinite(spread))
            pass.Report(new Finding
            {
                Code = Code,
                Severity = Severity.Warning,
                Title = $"The inputs{behind} go from {NumberFormat.Text(low)} to {NumberFormat.Text(high)}, with a root mean square of "
                    + $"{NumberFormat.Text(spread)}: initial weights and usual learning rates assume about 1.",
                Advice = low >= 0 && high is > 100 and <= 255 && ArePixels(pass.Layers[0].Input) ? "They look like pixels from 0 to 255: divide x by 255."
                    : "Put a Standardize in front of the model: it subtracts each column's mean and divides by its standard deviation, "
                        + "both taken from the training data.",
                Tensor = "x",
                Evidence = new Dictionary<string, double> { ["smallest"] = low, ["largest"] = high, ["root mean square"] = spread },
            });
        else if (spread is > 0 and < SmallSpread && extreme < SmallInput)
            pass.Report(new Finding
            {
                Code = Code,
                Severity = Severity.Warning,
                Title = $"The inputs{behind} go from {NumberFormat.Text(low)} to {NumberFormat.Text(high)}, with a root mean square of "
                    + $"{NumberFormat.Text(spread)}: initial weights assume about 1, and here only the biases have any effect.",
                Advice = low >= 0 && high <= LargestPixel ? "They look like pixels that were divided by 255 twice: divide once."
                    : "Put a Standardize in front of the model: it subtracts each column's mean and divides by its standard deviation, "
                        + "both taken from the training data.",
                Tensor = "x",
                Evidence = new Dictionary<string, double> { ["smallest"] = low, ["largest"] = high, ["root mean square"] = spread },
            });
        if (data.LargestTarget > (pass.Standardizes ? LargestSquared : LargeTarget) && double.IsFinite(data.LargestTarget)
            && !pass.Findings.Any(finding => finding.Tensor == "y" && finding.Evidence.ContainsKey("outliers"))
            && LossProbe.IsSquaredError(pass, (float)Math.Min(data.LargestTarget, Far)))
            pass.Report(new Finding
            {
                Code = Code,
                Severity = Severity.Warning,
                Title = $"The targets have a root mean square of {NumberFormat.Text(data.LargestTarget)}: "
                    + (pass.Standardizes ? "their squares, and so the loss, exceed float32." : "the first gradients are as large."),
                Advice = pass.Standardizes ? "Use a larger unit for y." : "Scale y to a spread of 1 for training, and scale the predictions back.",
                Tensor = "y",
                Evidence = new Dictionary<string, double> { ["root mean square"] = data.LargestTarget },
            });
    }

    /// <summary>Whether all are whole numbers, and so may be bytes.</summary>
    private static bool ArePixels(ReadOnlySpan<float> x)
    {
        foreach (float value in x)
            if (value != MathF.Floor(value)) return false;
        return true;
    }

    /// <summary>Smallest, largest and root mean square of what the layers make that adapted to the data.</summary>
    private static (float Low, float High, double Spread) Behind(in CheckPass pass, int[] adapted, out string behind)
    {
        float low = float.PositiveInfinity, high = float.NegativeInfinity;
        double spread = 0;
        behind = "";
        foreach (int i in adapted)
        {
            var layer = pass.Layers[i];
            double own = Magnitude.RootMeanSquare(layer.Output);
            if (own < spread) continue;
            (low, high, spread, behind) = (TensorPrimitives.Min(layer.Output), TensorPrimitives.Max(layer.Output), own, $" after {layer.Name}");
        }
        return (low, high, spread);
    }

    /// <summary>Smallest, largest and root mean square of the inputs but for indices, which have no scale.</summary>
    private static (float Low, float High, double Spread) Inputs(in CheckPass pass)
    {
        var (data, root, shape) = (pass.Data, pass.Model.Root, pass.Model.InputShape);
        var x = pass.Layers[0].Input;
        int[] numbers = [.. Enumerable.Range(0, data.Minima.Length).Where(column => root.Categories(shape, column) == null)];
        if (numbers.Length == data.Minima.Length) return (data.Minima.Min(), data.Maxima.Max(), data.RootMeanSquare);
        if (numbers.Length == 0) return (0, 0, 0);
        double squares = 0;
        for (int row = 0; row < x.Length; row += data.Minima.Length)
            foreach (int column in numbers) squares += (double)x[row + column] * x[row + column];
        return (numbers.Min(column => data.Minima[column]), numbers.Max(column => data.Maxima[column]),
            Math.Sqrt(squares / (x.Length / data.Minima.Length * numbers.Length)));
    }
}
