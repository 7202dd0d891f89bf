namespace ScratchNN;

/// <summary>Precision, recall, F1 and support of each class, and their averages, as scikit-learn's classification_report has them.</summary>
/// <param name="classes">How many there are.</param><param name="classNames">Their names, or null.</param>
internal sealed class ClassReport(int classes, IReadOnlyList<string>? classNames) : EvaluationReport
{
    public override ConfusionMatrix Confusion { get; } = new(classes, classNames);

    public override void Add(in MetricPass pass)
    {
        for (int row = 0; row < pass.Count; row++) Confusion.Add(pass.PredictedClass(row), pass.ActualClass(row), pass.Weight(row));
    }

    public override string ToString()
    {
        var counts = Confusion.Counts;
        var table = new ScoreTable("class");
        for (int label = 0; label < classes; label++) table.Add(counts, label, Confusion.NameOf(label));
        table.AddAccuracy(counts);
        table.Add(counts, Average.Macro, "macro");
        table.Add(counts, Average.Weighted, "weighted");
        return table.ToString();
    }
}
