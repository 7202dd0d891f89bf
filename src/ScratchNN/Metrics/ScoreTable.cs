using System.Globalization;

namespace ScratchNN;

/// <summary>A row of precision, recall, F1 and support for each label and average; of many labels, those with the lowest F1.</summary>
/// <param name="title">Of the first column.</param>
internal sealed class ScoreTable(string title)
{
    private const int MostShown = 40, WorstShown = 20;
    private readonly List<(double F1, string[] Row)> _labels = [];
    private readonly List<string[]> _averages = [];

    /// <summary>Adds a label, unless it neither occurs nor is predicted: averages leave such out.</summary>
    public void Add(in ClassCounts counts, int label, string name)
    {
        if (counts.Actual(label) + counts.Predicted(label) == 0) return;
        double f1 = counts.Of(ClassScore.F1, label);
        _labels.Add(
            (f1, [name, Share(counts.Of(ClassScore.Precision, label)), Share(counts.Of(ClassScore.Recall, label)), Share(f1),
                ConfusionMatrix.Text(counts.Actual(label))]));
    }

    /// <summary>Adds an average.</summary>
    public void Add(in ClassCounts counts, Average average, string name) =>
        _averages.Add(
            [name, Share(counts, ClassScore.Precision, average), Share(counts, ClassScore.Recall, average), Share(counts, ClassScore.F1, average),
                ConfusionMatrix.Text(counts.Support)]);

    /// <summary>Adds the accuracy, in the column of F1.</summary>
    public void AddAccuracy(in ClassCounts counts) =>
        _averages.Add(["accuracy", "", "", Share(counts, ClassScore.F1, Average.Micro), ConfusionMatrix.Text(counts.Support)]);

    /// <summary>The table.</summary>
    public override string ToString()
    {
        bool isShort = _labels.Count > MostShown;
        var table = new TextTable([title, "precision", "recall", "F1", "support"]);
        foreach (var (_, row) in isShort ? _labels.OrderBy(label => label.F1).Take(WorstShown) : _labels) table.Add(row);
        if (isShort) table.Add([string.Create(CultureInfo.InvariantCulture, $"… ({_labels.Count - WorstShown} more, with higher F1)"), "", "", "", ""]);
        foreach (string[] row in _averages) table.Add(row);
        return table.ToString();
    }

    /// <summary>NaN where nothing counts, as the metric of the name.</summary>
    private static string Share(in ClassCounts counts, ClassScore score, Average average) => Share(counts.Total > 0 ? counts.Of(score, average) : double.NaN);

    private static string Share(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);
}
