namespace ScratchNN;

/// <summary>
/// How well outputs rank yes above no: of two classes the second one's, of more each class against all others, of answers each output. The mean of theirs.
/// </summary>
internal abstract class RankMetric(string name) : Metric(name)
{
    public sealed override double Compute(in MetricPass pass)
    {
        int outputs = pass.OutputsPerSample;
        RequireMeaning(pass.Meaning, outputs);
        pass.RequireLabels();
        float[] scores = new float[pass.Count];
        int[] rows = new int[pass.Count];
        var ties = new Tie[pass.Count];
        int first = pass.Meaning == OutputKind.OneClass && outputs == 2 ? 1 : 0;
        double sum = 0;
        for (int output = first; output < outputs; output++)
            sum += Rank(pass, output, scores, rows, ties) is var count and > 0 ? Of(ties.AsSpan(0, count)) : double.NaN;
        return sum / (outputs - first);
    }

    internal sealed override void RequireMeaning(OutputKind meaning, int outputs) => RequireScores(meaning, outputs);

    /// <summary>The value of one output.</summary>
    /// <param name="ties">Its equal scores, the largest first; at least one.</param>
    protected abstract double Of(ReadOnlySpan<Tie> ties);

    /// <summary>Sorts the samples that count by an output, and adds those whose scores are equal, so that their order does not matter.</summary>
    /// <returns>How many different scores there are; 0 if one is NaN, or no sample counts.</returns>
    private static int Rank(in MetricPass pass, int output, float[] scores, int[] rows, Tie[] ties)
    {
        int outputs = pass.OutputsPerSample, counted = 0, last = -1;
        for (int row = 0; row < pass.Count; row++)
        {
            if (pass.Weight(row) == 0) continue;
            (scores[counted], rows[counted]) = (pass.Outputs[(row * outputs) + output], row);
            if (float.IsNaN(scores[counted++])) return 0;
        }
        Array.Sort(scores, rows, 0, counted);
        for (int i = counted - 1; i >= 0; i--)
        {
            if (i == counted - 1 || scores[i] != scores[i + 1]) ties[++last] = default;
            double weight = pass.Weight(rows[i]);
            bool isYes = pass.Meaning == OutputKind.YesNo ? pass.IsYes(rows[i], output) : pass.ActualClass(rows[i]) == output;
            ties[last] = isYes ? ties[last] with { Yes = ties[last].Yes + weight } : ties[last] with { No = ties[last].No + weight };
        }
        return last + 1;
    }

    /// <summary>What the samples of one score weigh.</summary>
    protected readonly record struct Tie(double Yes, double No);
}
