namespace ScratchNN;

/// <summary>The root of the mean squared error.</summary>
/// <remarks>
/// <code>
/// √(Σ w·(y − t)² / Σ w)      for each output; then their mean, as scikit-learn does
///
/// NaN where Σ w = 0
/// </code>
/// </remarks>
internal sealed class RootSquaredErrorMetric() : SumMetric("RMSE")
{
    public override bool HigherIsBetter => false;

    public override int SumsOf(OutputKind meaning, int outputs) => 1 + outputs;

    public override void Add(in MetricPass pass, Span<double> sums)
    {
        int outputs = pass.OutputsPerSample;
        for (int row = 0; row < pass.Count; row++)
        {
            double weight = pass.Weight(row);
            if (weight == 0) continue;
            sums[0] += weight;
            for (int i = 0; i < outputs; i++)
            {
                double error = pass.Outputs[(row * outputs) + i] - pass.Target(row, i);
                sums[1 + i] += weight * error * error;
            }
        }
    }

    public override double Result(ReadOnlySpan<double> sums, OutputKind meaning)
    {
        double roots = 0;
        for (int i = 0; i < sums.Length - 1; i++) roots += OfOutput(sums, i);
        return roots / (sums.Length - 1);
    }

    /// <summary>That of one output.</summary>
    public static double OfOutput(ReadOnlySpan<double> sums, int output) => Math.Sqrt(sums[1 + output] / sums[0]);
}
