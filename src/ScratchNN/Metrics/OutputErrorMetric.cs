namespace ScratchNN;

/// <summary>A metric of errors y − t: of each output by itself, then their mean.</summary>
internal abstract class OutputErrorMetric(string name) : SumMetric(name)
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
            for (int i = 0; i < outputs; i++) sums[1 + i] += weight * Size(pass.Outputs[(row * outputs) + i] - pass.Target(row, i));
        }
    }

    public override double Result(ReadOnlySpan<double> sums, OutputKind meaning)
    {
        double total = 0;
        for (int i = 0; i < sums.Length - 1; i++) total += OfOutput(sums, i);
        return total / (sums.Length - 1);
    }

    /// <summary>That of one output. By default the mean of <see cref="Size"/>.</summary>
    public virtual double OfOutput(ReadOnlySpan<double> sums, int output) => sums[1 + output] / sums[0];

    /// <summary>What an error counts.</summary>
    protected abstract double Size(double error);
}
