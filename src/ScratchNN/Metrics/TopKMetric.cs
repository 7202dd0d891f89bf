namespace ScratchNN;

/// <summary>Whether the class is among the k with the largest outputs.</summary>
/// <remarks>
/// <code>
/// Σ w·[fewer than k outputs are above that of the class, or equal and before it] / Σ w      NaN where Σ w = 0
/// </code>
/// scikit-learn's top_k_accuracy_score takes the last of equal outputs first, <see cref="Metric.Accuracy"/> and this one the first.
/// </remarks>
internal sealed class TopKMetric(int k) : SumMetric(FormattableString.Invariant($"top-{Guard.AtLeast(1, k)} accuracy"))
{
    public override int SumsOf(OutputKind meaning, int outputs) => 2;

    public override void Add(in MetricPass pass, Span<double> sums)
    {
        int outputs = pass.OutputsPerSample;
        for (int row = 0; row < pass.Count; row++)
        {
            double weight = pass.Weight(row);
            if (weight == 0) continue;
            sums[0] += pass.HasNaN(row) ? double.NaN : weight;
            if (Rank(pass.Outputs.Slice(row * outputs, outputs), pass.ActualClass(row)) < k) sums[1] += weight;
        }
    }

    public override double Result(ReadOnlySpan<double> sums, OutputKind meaning) => sums[1] / sums[0];

    internal override void RequireMeaning(OutputKind meaning, int outputs)
    {
        RequireScores(meaning, outputs);
        if (meaning == OutputKind.YesNo) throw new ArgumentException($"{Name} chooses among classes, but the outputs answer yes or no: use Metric.Accuracy.");
        if (k >= outputs) throw new ArgumentException($"{Name} is always 1 for {outputs} classes: use a k below {outputs}.");
    }

    private static int Rank(ReadOnlySpan<float> outputs, int of)
    {
        int rank = 0;
        for (int i = 0; i < outputs.Length; i++)
            if (outputs[i] > outputs[of] || (outputs[i] == outputs[of] && i < of)) rank++;
        return rank;
    }
}
