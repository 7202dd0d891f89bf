using System.Collections.ObjectModel;

namespace ScratchNN;

/// <summary>How a model does on data. Of Evaluate and <see cref="Of"/> it prints as a report, with each class or output.</summary>
public sealed partial record Evaluation
{
    /// <summary>The mean loss.</summary>
    public required double Loss { get; init; }

    /// <summary>The share of samples with the right class, 0 to 1; null where the outputs are numbers.</summary>
    public double? Accuracy { get; init; }

    /// <summary>The number of samples.</summary>
    public required int Count { get; init; }

    /// <summary>The values of the metrics, by name: of <see cref="TrainerOptions.Metrics"/>, and of those that a callback or the schedule asks for.</summary>
    public IReadOnlyDictionary<string, double> Metrics { get; init; } = ReadOnlyDictionary<string, double>.Empty;

    /// <summary>
    /// Which classes were predicted for which; no and yes for a single answer. Null in the epochs of a Fit, and where the outputs are numbers or several
    /// answers.
    /// </summary>
    public ConfusionMatrix? Confusion { get; init; }

    /// <summary>
    /// What in the inputs is unlike the training inputs, as in <see cref="Model.Compare"/>, the most informative first. None in the epochs of a Fit, and if
    /// the model has no profile.
    /// </summary>
    public IReadOnlyList<Finding> Findings { get; init; } = [];

    /// <summary>The value of a metric.</summary>
    /// <param name="metric">One of <see cref="Metrics"/>; or <see cref="Metric.Accuracy"/> where there is one.</param>
    /// <exception cref="KeyNotFoundException">It was not computed.</exception>
    public double this[Metric metric]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(metric);
            if (Metrics.TryGetValue(metric.Name, out double value)) return value;
            return metric == Metric.Accuracy && Accuracy is { } accuracy ? accuracy : throw new KeyNotFoundException(
                $"{metric.Name} was not computed{(Metrics.Count > 0 ? $", only {string.Join(", ", Metrics.Keys)}" : "")}: add it to TrainerOptions.Metrics.");
        }
    }

    /// <summary>Whether loss, accuracy, count and metrics are the same.</summary>
    /// <param name="other">Another evaluation.</param>
    public bool Equals(Evaluation? other)
    {
        if (other == null || !Loss.Equals(other.Loss) || !Nullable.Equals(Accuracy, other.Accuracy) || Count != other.Count
            || Metrics.Count != other.Metrics.Count) return false;
        foreach (var (name, value) in Metrics)
            if (!other.Metrics.TryGetValue(name, out double same) || !same.Equals(value)) return false;
        return true;
    }

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Loss, Accuracy, Count, Metrics.Count);

    /// <summary>
    /// The numbers in one line; then, but for the epochs of a Fit, a table with precision, recall and F1 of each class or answer, or with the errors of each
    /// output and the largest residuals; then the findings.
    /// </summary>
    public override string ToString() => $"{Scores("")}, {Count} {(Count == 1 ? "sample" : "samples")}"
        + (Report == null ? "" : $"{Environment.NewLine}{Report}") + string.Concat(Findings.Select(finding => $"{Environment.NewLine}{finding}"));

    /// <summary>Loss, accuracy and metrics, each with a word and a space before it.</summary>
    internal string Scores(string of)
    {
        string scores = NumberFormat.Scores(Loss, Accuracy, of);
        foreach (var (name, value) in Metrics)
            if (name != Metric.Accuracy.Name) scores += $", {of}{name} {NumberFormat.Text(value)}";
        return scores;
    }
}
