namespace ScratchNN;

/// <remarks>Outputs and targets of arrays, at which nobody has looked yet.</remarks>
public readonly ref partial struct MetricPass
{
    /// <summary>Up to here a float holds every class.</summary>
    internal const int LargestClass = 1 << 24;

    /// <summary>A pass of arrays; the types of these say what outputs mean.</summary>
    /// <param name="outputs">One row per sample.</param><param name="count">The samples.</param><param name="y">One target per sample.</param>
    /// <param name="weights">One per sample, or none.</param>
    /// <param name="meaning">The meaning, where it is known.</param>
    /// <param name="what">What is made of them, for messages.</param>
    /// <exception cref="ArgumentException">They do not fit each other, or a weight or label is out of range.</exception>
    internal static MetricPass Of(ReadOnlySpan<float> outputs, int count, Targets y, ReadOnlySpan<float> weights, OutputKind? meaning, string what)
    {
        if (count == 0) throw new ArgumentException($"There are no samples, so there is no {what}: pass at least one.", nameof(outputs));
        if (y.Count != count) throw new ArgumentException($"There are outputs for {count} samples, and {y}: both need the same number.", nameof(y));
        int width = outputs.Length / count;
        if (y.Shape is { } shape && shape.Size != width)
            throw new ArgumentException($"A row has {width} outputs and {shape.Size} targets: both need the same number.", nameof(y));
        RequireWeights(weights, count);

        y = y.Named(null).Targets;
        int[] labels = new int[y.Shape == null ? count : 0];
        float[] targets = new float[y.Shape == null ? 0 : outputs.Length];
        y.Read(labels, targets);
        for (int i = 0; i < labels.Length && width > 1; i++)
            if ((uint)labels[i] >= (uint)width)
                throw new ArgumentException($"The label of sample {i} is {labels[i]}: {width} outputs have the classes 0 to {width - 1}.", nameof(y));
        meaning ??= y.Shape == null && width > 1 ? OutputKind.OneClass : y.Shape == null || y.AreYesNo ? OutputKind.YesNo : OutputKind.Numbers;
        return new MetricPass { Outputs = outputs, Labels = labels, Targets = targets, Weights = weights, Count = count, Meaning = meaning.Value };
    }

    /// <summary>Throws unless there is a weight for each sample, or none, and each is sound.</summary>
    internal static void RequireWeights(ReadOnlySpan<float> weights, int count)
    {
        if (!weights.IsEmpty && weights.Length != count)
            throw new ArgumentException($"There are {count} samples and {weights.Length} weights: pass one per sample, or none.", nameof(weights));
        for (int i = 0; i < weights.Length; i++)
            if (!(weights[i] >= 0 && float.IsFinite(weights[i])))
                throw new ArgumentException($"weights[{i}] is {NumberFormat.Text(weights[i])}: a weight is a finite number of at least 0.", nameof(weights));
    }

    /// <summary>Throws unless labels are such as the outputs can name.</summary>
    /// <exception cref="ArgumentException">One is not.</exception>
    internal void RequireLabels()
    {
        if (OutputsPerSample > 1) return; // compared with the outputs already
        for (int row = 0; row < Labels.Length; row++)
        {
            if (Meaning == OutputKind.YesNo && Labels[row] is not (0 or 1))
                throw new ArgumentException(
                    $"The label of sample {row} is {Labels[row]}: one output answers no (0) or yes (1). For more classes pass an output for each.");
            if (Labels[row] is < 0 or > LargestClass || PredictedClass(row) < 0)
                throw new ArgumentException(
                    $"Sample {row} is of class {Labels[row]}, and class {PredictedClass(row)} was predicted: number the classes from 0, up to {LargestClass}.");
        }
    }
}
