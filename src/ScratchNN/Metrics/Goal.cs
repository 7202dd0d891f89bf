namespace ScratchNN;

/// <summary>The measure by which epochs are compared: the loss or a metric, on the validation data if there is any.</summary>
public sealed class Goal
{
    /// <summary>The name of the loss among metrics.</summary>
    internal const string LossName = "loss";

    private readonly string _name;
    private readonly Func<Evaluation, double> _value;

    private Goal(string name, Func<Evaluation, double> value) => (_name, _value) = (name, value);

    /// <summary>The loss: the lower, the better.</summary>
    public static Goal Loss { get; } = new(LossName, evaluation => evaluation.Loss);

    /// <summary>The metrics to compute for it: one, or none for the loss.</summary>
    public IReadOnlyList<Metric> Metrics { get; private init; } = [];

    /// <summary>Whether a higher value is better.</summary>
    public bool HigherIsBetter { get; private init; }

    /// <summary>A metric as the goal.</summary>
    /// <param name="metric">The metric.</param>
    public static implicit operator Goal(Metric metric)
    {
        ArgumentNullException.ThrowIfNull(metric);
        return new Goal(metric.Name, evaluation => evaluation[metric]) { HigherIsBetter = metric.HigherIsBetter, Metrics = [metric] };
    }

    /// <summary>The value of an epoch, on the validation data; without any, on the training data.</summary>
    /// <param name="epoch">The epoch.</param>
    /// <exception cref="KeyNotFoundException">The metric was not computed in that Fit.</exception>
    public double Of(EpochResult epoch)
    {
        ArgumentNullException.ThrowIfNull(epoch);
        return _value(epoch.Validation ?? epoch.Training);
    }

    /// <summary>The value of an evaluation.</summary>
    /// <param name="evaluation">The evaluation.</param>
    /// <exception cref="KeyNotFoundException">The metric was not computed.</exception>
    public double Of(Evaluation evaluation)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        return _value(evaluation);
    }

    /// <summary>Whether one value is better than another. Every number is better than NaN, and NaN is better than nothing.</summary>
    /// <param name="value">The value in question.</param>
    /// <param name="than">The value to beat.</param>
    public bool IsBetter(double value, double than) => (HigherIsBetter ? value > than : value < than) || (double.IsNaN(than) && !double.IsNaN(value));

    /// <summary>The index of the best epoch, the first of equals; −1 if none has a value.</summary>
    /// <param name="epochs">The epochs.</param><param name="minimumImprovement">By how much a value must be better than the best before it.</param>
    internal int IndexOfBest(ReadOnlySpan<EpochResult> epochs, double minimumImprovement = 0)
    {
        int index = -1;
        double best = double.NaN;
        for (int i = 0; i < epochs.Length; i++)
        {
            double value = Of(epochs[i]);
            if (IsBetter(value, HigherIsBetter ? best + minimumImprovement : best - minimumImprovement)) (index, best) = (i, value);
        }
        return index;
    }

    /// <summary>Its name: "loss", or that of the metric.</summary>
    public override string ToString() => _name;
}
