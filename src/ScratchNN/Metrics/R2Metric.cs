namespace ScratchNN;

/// <summary>The coefficient of determination.</summary>
/// <remarks>
/// <code>
/// R² = 1 − Σ w·(y − t)² / Σ w·(t − mean t)²      for each output; then their mean
///
/// constant targets: 1 if they are met exactly, else 0      NaN of fewer than 2 samples, and where Σ w = 0
/// </code>
/// The variance is summed in one pass after B. P. Welford, which loses no digits to a large mean.
/// </remarks>
internal sealed class R2Metric() : SumMetric("R2")
{
    private const int Shared = 2, PerOutput = 3; // samples, Σ w; then mean, Σ w·(t − mean)² and Σ w·(y − t)² of each output

    public override int SumsOf(OutputKind meaning, int outputs) => Shared + (PerOutput * outputs);

    public override void Add(in MetricPass pass, Span<double> sums)
    {
        int outputs = pass.OutputsPerSample;
        for (int row = 0; row < pass.Count; row++)
        {
            double weight = pass.Weight(row);
            sums[0]++;
            if (weight == 0) continue;
            sums[1] += weight;
            for (int i = 0; i < outputs; i++)
            {
                var s = sums.Slice(Shared + (PerOutput * i), PerOutput);
                double target = pass.Target(row, i), difference = target - s[0], error = pass.Outputs[(row * outputs) + i] - target;
                s[0] += weight / sums[1] * difference;
                s[1] += weight * difference * (target - s[0]);
                s[2] += weight * error * error;
            }
        }
    }

    public override double Result(ReadOnlySpan<double> sums, OutputKind meaning)
    {
        int outputs = (sums.Length - Shared) / PerOutput;
        double total = 0;
        for (int i = 0; i < outputs; i++) total += OfOutput(sums, i);
        return total / outputs;
    }

    /// <summary>That of one output.</summary>
    public static double OfOutput(ReadOnlySpan<double> sums, int output)
    {
        if (sums[0] < 2 || sums[1] == 0) return double.NaN;
        var s = sums.Slice(Shared + (PerOutput * output), PerOutput);
        return s[1] != 0 ? 1 - (s[2] / s[1]) : s[2] == 0 ? 1 : s[2] > 0 ? 0 : double.NaN;
    }
}
