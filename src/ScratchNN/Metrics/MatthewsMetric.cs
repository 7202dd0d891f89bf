namespace ScratchNN;

/// <summary>Matthews' correlation of predicted and actual classes.</summary>
/// <remarks>
/// <code>
/// R = (s·c − Σₖ pₖ·tₖ) / √((s² − Σₖ pₖ²)·(s² − Σₖ tₖ²))
///
/// s = Σ w   c = Σ w·[right]   pₖ = Σ w·[predicted k]   tₖ = Σ w·[actual k]
/// 0 where the divisor is 0      NaN where Σ w = 0
/// </code>
/// For two classes, B. W. Matthews: Comparison of the predicted and observed secondary structure of T4 phage lysozyme, 1975; for more, J. Gorodkin, 2004. Of
/// several answers the mean of theirs.
/// </remarks>
internal sealed class MatthewsMetric() : SumMetric("Matthews")
{
    public override int SumsOf(OutputKind meaning, int outputs) => ClassCounts.SumsOf(meaning, outputs);

    public override void Add(in MetricPass pass, Span<double> sums) => ClassCounts.Add(pass, sums);

    public override double Result(ReadOnlySpan<double> sums, OutputKind meaning)
    {
        var counts = new ClassCounts(sums, meaning);
        if (!(counts.Total > 0)) return double.NaN;
        int labels = meaning == OutputKind.YesNo ? 2 : counts.Labels;
        double sum = 0;
        for (int first = 0; first < counts.Labels; first += labels) sum += Correlation(counts, first, labels);
        return sum * labels / counts.Labels;
    }

    internal override void RequireMeaning(OutputKind meaning, int outputs) => RequireClasses(meaning);

    protected override int SumsOf(in MetricPass pass) => pass.OutputsPerSample > 1 || pass.Meaning == OutputKind.YesNo ? base.SumsOf(pass)
        : ClassCounts.SumsOf(OutputKind.OneClass, pass.Classes);

    protected override void RequireValues(in MetricPass pass) => pass.RequireLabels();

    private static double Correlation(in ClassCounts counts, int first, int labels)
    {
        double s = counts.Total, c = 0, both = 0, predicted = 0, actual = 0;
        for (int label = first; label < first + labels; label++)
        {
            double p = counts.Predicted(label), t = counts.Actual(label);
            c += counts.Right(label);
            both += p * t;
            predicted += p * p;
            actual += t * t;
        }
        double product = ((s * s) - predicted) * ((s * s) - actual);
        return product > 0 ? ((s * c) - both) / Math.Sqrt(product) : 0;
    }
}
