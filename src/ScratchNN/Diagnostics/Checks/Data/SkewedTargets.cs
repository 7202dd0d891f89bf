using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>SNN002: targets above 0 of which a few are many times as large as most: their logarithm is about even.</summary>
internal sealed class SkewedTargets() : Check("SNN002", CheckMoment.TrainingStart)
{
    private const int FewestRows = 100;
    private const double Skewed = 4, Even = 1; // E(t − mean)³ / deviation³

    public override void Examine(in CheckPass pass)
    {
        if (pass.Meaning != OutputKind.Numbers || pass.Targets.Length != pass.Rows.Length || pass.Rows.Length < FewestRows) return;
        double[] targets = Array.ConvertAll(pass.Targets.ToArray(), target => (double)target);
        if (!targets.All(target => target is > 0 and < float.MaxValue)) return;
        double skewness = Skewness(targets), ofLogarithm = Skewness(Array.ConvertAll(targets, target => (double)Exponential.Log((float)target)));
        if (!(skewness > Skewed && Math.Abs(ofLogarithm) < Even)) return;
        Array.Sort(targets);
        pass.Report(new Finding
        {
            Code = Code,
            Severity = Severity.Info,
            Title = $"The targets are skewed: half of them are below {NumberFormat.Text(targets[targets.Length / 2])}, "
                + $"and the largest is {NumberFormat.Text(targets[^1])}. A few rows make up most of the loss.",
            Advice = "If the relative error matters, train on the logarithm of y, and take exp of the predictions; or try MeanAbsoluteError.",
            Tensor = "y",
            Evidence = new Dictionary<string, double> { ["skewness"] = skewness, ["median"] = targets[targets.Length / 2], ["largest"] = targets[^1] },
        });
    }

    private static double Skewness(double[] values)
    {
        double mean = values.Average(), squares = 0, cubes = 0;
        foreach (double value in values)
        {
            double difference = value - mean;
            squares += difference * difference / values.Length;
            cubes += difference * difference * difference / values.Length;
        }
        return cubes / (squares * Math.Sqrt(squares));
    }
}
