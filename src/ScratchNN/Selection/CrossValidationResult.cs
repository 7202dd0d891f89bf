using System.Globalization;
using System.Text;

namespace ScratchNN.Selection;

/// <summary>How a recipe did on each fold. Prints as a table, with the findings.</summary>
public sealed record CrossValidationResult
{
    /// <summary>The rows that were held out, fold by fold: loss, accuracy, and <see cref="TrainerOptions.Metrics"/>.</summary>
    public required IReadOnlyList<Evaluation> Folds { get; init; }

    /// <summary>The Fit of each fold: its epochs, and its findings.</summary>
    public required IReadOnlyList<TrainingHistory> Histories { get; init; }

    /// <summary>The mean over the folds, each counting the same.</summary>
    /// <param name="of">The loss or a metric. Default: <see cref="Goal.Loss"/>.</param>
    /// <exception cref="KeyNotFoundException">The metric was not computed: list it in <see cref="TrainerOptions.Metrics"/>.</exception>
    public double Mean(Goal? of = null) => Spread.Of(Values(of ?? Goal.Loss)).Mean;

    /// <summary>The standard deviation over the folds: √(Σ(x − mean)² / folds).</summary>
    /// <inheritdoc cref="Mean"/>
    public double Deviation(Goal? of = null) => Spread.Of(Values(of ?? Goal.Loss)).Deviation;

    private double[] Values(Goal of) => [.. Folds.Select(of.Of)];

    /// <summary>A row for each fold, mean and deviation, and the findings.</summary>
    public override string ToString()
    {
        bool hasAccuracy = Folds.All(fold => fold.Accuracy != null);
        string[] metrics = [.. Folds[0].Metrics.Keys.Where(name => name != Metric.Accuracy.Name)];
        var table = new TextTable(["fold", "samples", "loss", .. hasAccuracy ? (string[])["accuracy"] : [], .. metrics]);
        for (int i = 0; i < Folds.Count; i++) table.Add([Invariant(i), Invariant(Folds[i].Count), .. Values(Folds[i]).Select(NumberFormat.Text)]);
        var spreads = Enumerable.Range(0, Values(Folds[0]).Count()).Select(column => Spread.Of([.. Folds.Select(fold => Values(fold).ElementAt(column))]))
            .ToList();
        table.Add(["mean", "", .. spreads.Select(spread => NumberFormat.Text(spread.Mean))]);
        table.Add(["deviation", "", .. spreads.Select(spread => NumberFormat.Text(spread.Deviation))]);
        var text = new StringBuilder(table.ToString());
        foreach (var finding in Histories.SelectMany((history, fold) => history.Findings.Select(finding => (Fold: fold, finding)))
            .GroupBy(found => (found.finding.Code, found.finding.Layer, found.finding.Tensor)))
            text.AppendLine()
                .Append(CultureInfo.InvariantCulture, $"fold {string.Join(", ", finding.Select(found => found.Fold).Distinct())}: {finding.First().finding}");
        return text.ToString();

        IEnumerable<double> Values(Evaluation fold) =>
            [fold.Loss, .. hasAccuracy ? (double[])[fold.Accuracy!.Value] : [], .. metrics.Select(name => fold.Metrics[name])];
        static string Invariant(int number) => number.ToString(CultureInfo.InvariantCulture);
    }
}
