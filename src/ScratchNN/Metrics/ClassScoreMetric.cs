namespace ScratchNN;

/// <summary>Precision, recall or F1: of all labels on average, or of one.</summary>
/// <remarks>
/// <code>
/// precision = Σ w·[right] / Σ w·[predicted]     recall = Σ w·[right] / Σ w·[actual]     F1 = 2·Σ w·[right] / Σ w·([predicted] + [actual])
///
/// 0 where the divisor is 0      NaN where Σ w = 0
/// </code>
/// The same numbers as scikit-learn's precision_score, recall_score and f1_score.
/// </remarks>
internal sealed class ClassScoreMetric : SumMetric
{
    private readonly ClassScore _score;
    private readonly Average _average;
    private readonly int? _label;

    public ClassScoreMetric(ClassScore score, Average average)
        : base($"{NameOf(score)} ({NameOf(Guard.Defined(average))})") => (_score, _average) = (score, average);

    public ClassScoreMetric(ClassScore score, int label) : base($"{NameOf(score)} of class {Guard.AtLeast(0, label)}") => (_score, _label) = (score, label);

    public override int SumsOf(OutputKind meaning, int outputs) => ClassCounts.SumsOf(meaning, outputs);

    public override void Add(in MetricPass pass, Span<double> sums) => ClassCounts.Add(pass, sums);

    public override double Result(ReadOnlySpan<double> sums, OutputKind meaning)
    {
        var counts = new ClassCounts(sums, meaning);
        if (!(counts.Total > 0)) return double.NaN;
        if (_label is not { } label) return counts.Of(_score, _average);
        if (meaning == OutputKind.YesNo && counts.Labels > 2) label = (2 * label) + 1; // the yes of that output
        return counts.Of(_score, label);
    }

    internal override void RequireMeaning(OutputKind meaning, int outputs)
    {
        RequireClasses(meaning);
        if (meaning == OutputKind.YesNo && outputs == 1 && _label > 1)
            throw new ArgumentException($"There is no {Name}: one output answers no (0) or yes (1).");
        if (outputs > 1 && _label >= outputs)
            throw new ArgumentException(
                $"There is no {Name}: {outputs} outputs have the {(meaning == OutputKind.YesNo ? "numbers" : "classes")} 0 to {outputs - 1}.");
    }

    protected override int SumsOf(in MetricPass pass) => pass.OutputsPerSample > 1 || pass.Meaning == OutputKind.YesNo ? base.SumsOf(pass)
        : ClassCounts.SumsOf(OutputKind.OneClass, Math.Max(pass.Classes, (_label ?? 0) + 1));

    protected override void RequireValues(in MetricPass pass) => pass.RequireLabels();

    private static string NameOf(ClassScore score) => score switch { ClassScore.Precision => "precision", ClassScore.Recall => "recall", _ => "F1" };

    private static string NameOf(Average average) => average switch { Average.Macro => "macro", Average.Micro => "micro", _ => "weighted" };
}
