namespace ScratchNN;

/// <summary>Outputs and targets as one number that says how good the outputs are: in a Fit, or of arrays. Stateless: one instance may serve many Fits.</summary>
/// <remarks>
/// A metric is known by its name in results, so numbers that it is made with belong into the name. It sees all outputs at once.
/// <code>
/// public sealed class Cost() : Metric("cost")
/// {
///     public override bool HigherIsBetter => false;
///     public override double Compute(in MetricPass pass)
///     {
///         double sum = 0;
///         for (int i = 0; i &lt; pass.Count; i++)
///             if (pass.PredictedClass(i) != pass.ActualClass(i)) sum += pass.ActualClass(i) == 1 ? 20 : 1;
///         return sum / pass.Count;
///     }
/// }
/// </code>
/// </remarks>
public abstract partial class Metric
{
    /// <summary>A metric.</summary>
    /// <param name="name">Its name in results.</param>
    protected Metric(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name;
    }

    /// <summary>The share of samples with the right class, 0 to 1. With several yes-or-no outputs, a sample is right if all of them are. Outputs that are numbers have none.</summary>
    public static Metric Accuracy { get; } = new AccuracyMetric();

    /// <summary>The mean of the squared differences between outputs and targets, over samples and outputs. 0 is best.</summary>
    public static Metric MeanSquaredError { get; } = new SquaredErrorMetric();

    /// <summary>The share of the targets' variance that the outputs explain; of several outputs, the mean of theirs. 1 is best, 0 is a constant guess.</summary>
    public static Metric R2 { get; } = new R2Metric();

    /// <summary>Its name in results.</summary>
    public string Name { get; }

    /// <summary>Whether a higher value is better. By default true.</summary>
    public virtual bool HigherIsBetter => true;

    /// <summary>The value for these samples.</summary>
    /// <param name="pass">At least one sample, in no particular order.</param>
    /// <returns>A number; NaN if these samples have no value.</returns>
    public abstract double Compute(in MetricPass pass);

    /// <summary>The metric by its name.</summary>
    public override string ToString() => Name;

    /// <summary>Throws if outputs of this meaning have no such value. By default every meaning will do.</summary>
    internal virtual void RequireMeaning(OutputKind meaning)
    {
    }

    /// <summary>Whether this is the same rule: an instance of the same class with the same name.</summary>
    internal bool IsSameAs(Metric other) => GetType() == other.GetType() && Name == other.Name;

    /// <summary>The metrics, each once.</summary>
    /// <exception cref="ArgumentException">Two different ones have the same name.</exception>
    internal static IReadOnlyList<Metric> Distinct(IEnumerable<Metric> metrics)
    {
        var distinct = new List<Metric>();
        foreach (var metric in metrics)
        {
            var known = distinct.Find(other => other.Name == metric.Name);
            if (known == null) distinct.Add(metric);
            else if (!known.IsSameAs(metric))
                throw new ArgumentException($"{known.GetType().Name} and {metric.GetType().Name} are two metrics of the name \"{metric.Name}\", by which results know them: give one another name.");
        }
        return distinct;
    }
}
