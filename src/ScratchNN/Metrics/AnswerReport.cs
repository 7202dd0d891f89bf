namespace ScratchNN;

/// <summary>Precision, recall, F1 and support of the answer yes, for each output, and their averages.</summary>
/// <param name="outputs">How many there are.</param><param name="names">Their names, or null.</param>
internal sealed class AnswerReport(int outputs, IReadOnlyList<string>? names) : EvaluationReport
{
    private readonly double[] _sums = new double[ClassCounts.SumsOf(OutputKind.YesNo, outputs)];

    public override void Add(in MetricPass pass) => ClassCounts.Add(pass, _sums);

    public override string ToString()
    {
        var counts = new ClassCounts(_sums, OutputKind.YesNo);
        var table = new ScoreTable("output");
        for (int i = 0; i < outputs; i++) table.Add(counts, (2 * i) + 1, Name(names, i));
        table.Add(counts, Average.Micro, "micro");
        table.Add(counts, Average.Macro, "macro");
        table.Add(counts, Average.Weighted, "weighted");
        return table.ToString();
    }
}
