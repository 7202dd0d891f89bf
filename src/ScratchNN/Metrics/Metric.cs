namespace ScratchNN;

/// <summary>
/// Summarises outputs and targets in one number that says how good the outputs are: in a Fit, or for arrays. Stateless: one instance may serve many Fits.
/// </summary>
/// <remarks>
/// Results find a metric by its name, so its settings belong in the name. It sees all outputs at once.
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
    /// <param name="name">Its name in results. "loss" and "accuracy" are taken.</param>
    /// <exception cref="ArgumentException">The name is empty, or taken.</exception>
    protected Metric(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (name == Goal.LossName || (name == AccuracyMetric.KnownName && this is not AccuracyMetric))
            throw new ArgumentException($"A metric cannot be named \"{name}\": results use that name for the {name}. Choose another name.",
                nameof(name));
        Name = name;
    }

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

    /// <summary>Throws if this number of outputs with this meaning has no such value. By default all have one.</summary>
    /// <param name="meaning">The meaning.</param><param name="outputs">Of each sample; 1 with <see cref="OutputKind.OneClass"/> is a predicted class.</param>
    internal virtual void RequireMeaning(OutputKind meaning, int outputs)
    {
    }

    /// <summary>Throws if the outputs are numbers.</summary>
    private protected void RequireClasses(OutputKind meaning)
    {
        if (meaning == OutputKind.Numbers)
            throw new ArgumentException(
                $"The outputs are numbers, which have no {Name}: use Metric.R2 or Metric.MeanSquaredError, or pass class labels as int[].");
    }

    /// <summary>Throws if the outputs are numbers, or classes that were chosen already.</summary>
    private protected void RequireScores(OutputKind meaning, int outputs)
    {
        RequireClasses(meaning);
        if (meaning == OutputKind.OneClass && outputs == 1)
            throw new ArgumentException(
                $"Predicted classes have no {Name}, which needs the probability of each class: pass the outputs, a row per sample, "
                    + "or the probabilities of yes as float[].");
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
                throw new ArgumentException(
                    $"{known.GetType().Name} and {metric.GetType().Name} are both named \"{metric.Name}\", and results find metrics by name: "
                        + "rename one.");
        }
        return distinct;
    }
}
