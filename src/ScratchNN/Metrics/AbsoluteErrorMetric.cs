namespace ScratchNN;

/// <summary>The mean absolute error.</summary>
/// <remarks>
/// <code>
/// Σ w·Σⱼ |yⱼ − tⱼ| / (K·Σ w)      NaN where Σ w = 0
/// </code>
/// </remarks>
internal sealed class AbsoluteErrorMetric() : SumMetric("MAE")
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
            for (int i = 0; i < outputs; i++) sums[1 + i] += weight * Math.Abs(pass.Outputs[(row * outputs) + i] - pass.Target(row, i));
        }
    }

    public override double Result(ReadOnlySpan<double> sums, OutputKind meaning)
    {
        double means = 0;
        for (int i = 0; i < sums.Length - 1; i++) means += OfOutput(sums, i);
        return means / (sums.Length - 1);
    }

    /// <summary>That of one output.</summary>
    public static double OfOutput(ReadOnlySpan<double> sums, int output) => sums[1 + output] / sums[0];
}
