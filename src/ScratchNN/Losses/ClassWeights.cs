namespace ScratchNN;

/// <summary>
/// How much the losses of each class count, in training and in validation. Accuracy and metrics do not see them, nor does
/// <see cref="Trainer.Evaluate(IDataset)"/>.
/// </summary>
public sealed class ClassWeights
{
    private readonly float[]? _weights;

    private ClassWeights(float[]? weights) => _weights = weights;

    /// <summary>
    /// Classes count alike, whatever their sizes: n / (k·nᵢ) for a class of nᵢ of the n training samples, where k classes occur. Counted once, before the
    /// first step; a class that does not occur has weight 1. As scikit-learn's <c>class_weight="balanced"</c>.
    /// </summary>
    public static ClassWeights Balanced { get; } = new(null);

    /// <summary>Whether the labels decide.</summary>
    internal bool AreCounted => _weights == null;

    /// <summary>The weight of each class, class 0 first.</summary>
    /// <param name="weights">One per class, finite and at least 0; one of them above 0.</param>
    /// <exception cref="ArgumentException">There is none, one is out of range, or all are 0.</exception>
    public static ClassWeights Of(params ReadOnlySpan<float> weights)
    {
        if (!weights.ContainsAnyExcept(0f)) throw new ArgumentException("At least one class needs a weight above 0.", nameof(weights));
        for (int i = 0; i < weights.Length; i++)
            if (!(weights[i] >= 0 && float.IsFinite(weights[i])))
                throw new ArgumentException($"The weight of class {i} is {NumberFormat.Text(weights[i])}: a weight is a finite number of at least 0.",
                    nameof(weights));
        return new ClassWeights(weights.ToArray());
    }

    /// <summary>The weight of each sample: that of its class.</summary>
    /// <param name="labels">Class labels, each at least 0, and below the number of weights if these were given.</param>
    /// <exception cref="ArgumentException">A label is out of range.</exception>
    public float[] For(ReadOnlySpan<int> labels)
    {
        for (int i = 0; i < labels.Length; i++)
        {
            if (labels[i] < 0 || (_weights != null && labels[i] >= _weights.Length))
                throw new ArgumentException($"Label {labels[i]} in row {i} {(labels[i] < 0 ? "is below 0" : $"has no weight: there are {_weights!.Length}")}.",
                    nameof(labels));
        }
        float[] samples = new float[labels.Length];
        var counts = _weights == null ? labels.ToArray().CountBy(label => label).ToDictionary() : []; // labels may be far apart
        for (int i = 0; i < samples.Length; i++) samples[i] = _weights?[labels[i]] ?? Balance(labels.Length, counts.Count, counts[labels[i]]);
        return samples;
    }

    /// <summary>The weights of that many classes.</summary>
    /// <param name="classes">The number of classes.</param><param name="counts">The samples of each, if they decide.</param>
    /// <exception cref="ArgumentException">There are more or fewer weights than classes.</exception>
    internal float[] Of(int classes, int[] counts)
    {
        if (_weights != null)
            return _weights.Length == classes ? _weights
                : throw new ArgumentException($"There are {_weights.Length} class weights for {classes} classes: every class needs one.");
        double samples = counts.Sum(count => (double)count), present = counts.Count(count => count > 0);
        return Array.ConvertAll(counts, count => count == 0 ? 1 : Balance(samples, present, count));
    }

    /// <summary>The share that every class would have, by that which this one has.</summary>
    private static float Balance(double samples, double present, int count) => (float)(samples / (present * count));

    /// <summary>The weights.</summary>
    public override string ToString() => _weights == null ? "balanced class weights"
        : FormattableString.Invariant($"class weights {string.Join(", ", _weights.Select(weight => NumberFormat.Text(weight)))}");
}
