namespace ScratchNN;

/// <summary>The mean squared error.</summary>
/// <remarks>
/// <code>
/// Σ w·Σⱼ (yⱼ − tⱼ)² / (K·Σ w)      NaN where Σ w = 0
/// </code>
/// </remarks>
internal sealed class SquaredErrorMetric() : SumMetric("mean squared error")
{
    public override bool HigherIsBetter => false;

    public override int SumsOf(OutputKind meaning, int outputs) => 2;

    public override void Add(in MetricPass pass, Span<double> sums)
    {
        int outputs = pass.OutputsPerSample;
        for (int row = 0; row < pass.Count; row++)
        {
            double weight = pass.Weight(row), squares = 0;
            if (weight == 0) continue;
            for (int i = 0; i < outputs; i++)
            {
                double error = pass.Outputs[(row * outputs) + i] - pass.Target(row, i);
                squares += error * error;
            }
            sums[0] += weight * outputs;
            sums[1] += weight * squares;
        }
    }

    public override double Result(ReadOnlySpan<double> sums, OutputKind meaning) => sums[1] / sums[0];
}
