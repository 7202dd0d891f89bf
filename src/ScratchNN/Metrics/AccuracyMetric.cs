namespace ScratchNN;

/// <summary>Accuracy.</summary>
/// <remarks>
/// <code>
/// Σ w·[right] / Σ w      NaN where Σ w = 0
/// </code>
/// </remarks>
internal sealed class AccuracyMetric() : SumMetric(KnownName)
{
    /// <summary>Its name, which no other metric has.</summary>
    public const string KnownName = "accuracy";

    public override int SumsOf(OutputKind meaning, int outputs) => 2;

    public override void Add(in MetricPass pass, Span<double> sums)
    {
        for (int row = 0; row < pass.Count; row++)
        {
            double weight = pass.Weight(row);
            sums[0] += weight;
            if (IsRight(pass, row)) sums[1] += weight;
        }
    }

    public override double Result(ReadOnlySpan<double> sums, OutputKind meaning) => sums[1] / sums[0];

    internal override void RequireMeaning(OutputKind meaning, int outputs) => RequireClasses(meaning);

    private static bool IsRight(in MetricPass pass, int row)
    {
        int outputs = pass.OutputsPerSample;
        if (pass.Meaning != OutputKind.YesNo || outputs == 1) return pass.PredictedClass(row) == pass.ActualClass(row);
        for (int i = 0; i < outputs; i++)
            if (pass.Outputs[(row * outputs) + i] > 0.5f != pass.Target(row, i) > 0.5) return false;
        return true;
    }
}
