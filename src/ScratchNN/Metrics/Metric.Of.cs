namespace ScratchNN;

public abstract partial class Metric
{
    /// <summary>The value for rows of outputs: probabilities or scores of classes, answers yes or no, or numbers.</summary>
    /// <param name="outputs">One row per sample.</param>
    /// <param name="y">One target per sample: class labels 0 to outputs − 1, yes or no, numbers, or rows as wide as the outputs. Labels 0 and 1 of one output
    /// are no and yes.</param>
    /// <param name="weights">How much each sample counts, finite and at least 0. Default: all 1.</param>
    /// <exception cref="ArgumentException">The numbers of rows, targets and weights differ, or are 0; or one of them is out of range.</exception>
    public double Of(Samples outputs, Targets y, ReadOnlySpan<float> weights = default)
    {
        var rows = outputs.Open();
        float[] gathered = new float[rows.IsScattered ? Guard.FloatsOf(rows.Count, rows.Shape.Size) : 0];
        return Of(rows.Count == 0 ? default : rows.Rows(0, rows.Count, gathered), rows.Count, y, weights, null);
    }

    /// <summary>The value for one number per sample: a score, the probability of yes, or a number to predict.</summary>
    /// <inheritdoc cref="Of(Samples, Targets, ReadOnlySpan{float})"/>
    /// <param name="outputs">One per sample.</param>
    /// <param name="y">One target per sample: a label, 0 or 1 for no or yes; or a number.</param>
    /// <param name="weights">How much each sample counts, finite and at least 0. Default: all 1.</param>
    public double Of(ReadOnlySpan<float> outputs, Targets y, ReadOnlySpan<float> weights = default) => Of(outputs, outputs.Length, y, weights, null);

    /// <summary>The value for predicted classes.</summary>
    /// <inheritdoc cref="Of(Samples, Targets, ReadOnlySpan{float})"/>
    /// <param name="classes">The predicted class of each sample.</param>
    /// <param name="y">The right class of each sample.</param>
    /// <param name="weights">How much each sample counts, finite and at least 0. Default: all 1.</param>
    public double Of(ReadOnlySpan<int> classes, Targets y, ReadOnlySpan<float> weights = default)
    {
        float[] outputs = new float[classes.Length];
        for (int i = 0; i < outputs.Length; i++)
        {
            if (classes[i] is > MetricPass.LargestClass or < -MetricPass.LargestClass)
                throw new ArgumentException(
                    $"classes[{i}] is {classes[i]}: no float holds every class beyond {MetricPass.LargestClass}. Number the classes from 0.", nameof(classes));
            outputs[i] = classes[i];
        }
        return Of(outputs, outputs.Length, y, weights, OutputKind.OneClass);
    }

    private double Of(ReadOnlySpan<float> outputs, int count, Targets y, ReadOnlySpan<float> weights, OutputKind? meaning) =>
        Compute(MetricPass.Of(outputs, count, y, weights, meaning, Name));
}
