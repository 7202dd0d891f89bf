using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>The negative log-likelihood of the right class, from logits.</summary>
/// <remarks>
/// <code>
/// loss = Σⱼ tⱼ·(ln Σₖ exp zₖ − zⱼ)       with labels: ln Σₖ exp zₖ − z_label
/// dz   = p·Σt − t                        p = softmax(z)
///        smoothed by ε: (1 − ε)·t + ε·Σt / K in the place of t
///
/// Z [N × K], K ≥ 2   labels [N] in 0 … K − 1, or targets T [N × K]: one-hot or soft, no negatives
/// </code>
/// The logarithm of the sum is taken with the maximum subtracted, so no finite logit overflows. A last <see cref="Softmax"/> is
/// absorbed: the loss sees its input. Natural logarithm; guessing gives ln K.
/// </remarks>
public sealed class CrossEntropy : Loss
{
    /// <summary>
    /// ε, at least 0 and below 1: that much of each target is spread over all classes, so that no answer is sure. Default 0; 0.1 is usual. Evaluation and
    /// validation are smoothed too; <see cref="TrainerOptions.ClassWeights"/> weigh the smoothed loss by the class of the label.
    /// </summary>
    /// <remarks>C. Szegedy et al.: Rethinking the Inception architecture for computer vision, 2016.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    public double LabelSmoothing { get; init => field = Guard.FromZeroBelowOne(value, nameof(LabelSmoothing)); }

    /// <summary>
    /// The label of samples whose class is not known or does not matter, any integer: such a sample goes through the layers (statistics of a batch see it), and
    /// counts neither in the mean loss nor in accuracy and metrics. Default null: every sample counts. Of rows of targets none is ignored.
    /// </summary>
    public int? IgnoredLabel { get; init; }

    /// <summary>Whether it is <see cref="IgnoredLabel"/>.</summary>
    /// <inheritdoc/>
    public override bool Ignores(int label) => label == IgnoredLabel;

    /// <inheritdoc/>
    public override bool Absorbs(Layer last) => last is Softmax;

    /// <inheritdoc/>
    public override OutputKind? Meaning => OutputKind.OneClass;

    /// <inheritdoc/>
    public override void RequireShapes(Shape output, Shape? target)
    {
        if (output.Size < 2)
            throw new ArgumentException("CrossEntropy chooses between classes, so the model needs one output per class, at least 2; it has 1. "
                + "For yes or no use BinaryCrossEntropy, on one output or on a last Sigmoid; for classes end the model in one output per class; "
                + "for a number use MeanSquaredError.");
        if (target is { Size: 1 })
            throw new ArgumentException(
                $"CrossEntropy needs classes, y holds one continuous number per sample: pass labels 0 to {output.Size - 1} as int[] or byte[], "
                    + $"or targets [samples × {output.Size}].");
        base.RequireShapes(output, target);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">Gradient or losses share memory with what is read, or each other.</exception>
    public override void Compute(in LossPass pass)
    {
        pass.RequireOwnMemory();

        // loss = Σ t·(ln Σ exp z − z)    dz = p·Σt − t
        RowKernels.CrossEntropy(
            pass.Output, pass.Labels, pass.Targets, pass.Losses, pass.OutputGradient, pass.Output.Length / pass.BatchSize, pass.Workers, LabelSmoothing,
                IgnoredLabel);
    }

    /// <summary>That of the mean target t̄, the shares of the classes: −Σⱼ t̄ⱼ·ln(t̄ⱼ / Σt̄).</summary>
    /// <inheritdoc/>
    public override double Baseline(in TargetSample sample)
    {
        double[] means = sample.Means();
        double sum = means.Sum(), loss = 0;
        foreach (double mean in means) loss += Entropy(mean, sum, means.Length);
        return loss;
    }

    /// <summary>The mean entropy of the targets, −Σⱼ tⱼ·ln(tⱼ / Σt) of each: 0 for labels, unless they are smoothed.</summary>
    /// <inheritdoc/>
    public override double Floor(in TargetSample sample)
    {
        if (sample.Targets.IsEmpty) return Entropy(1, 1, sample.Outputs) + ((sample.Outputs - 1) * Entropy(0, 1, sample.Outputs));
        double loss = 0, total = sample.TotalWeight;
        for (int row = 0; row < sample.Count; row++)
        {
            var targets = sample.Targets.Slice(row * sample.Outputs, sample.Outputs);
            double sum = 0;
            foreach (float target in targets) sum += target;
            foreach (float target in targets) loss += sample.Weights[row] / total * Entropy(target, sum, sample.Outputs);
        }
        return loss;
    }

    /// <summary>The part of a class, once its target is smoothed.</summary>
    private double Entropy(double target, double sum, int classes)
    {
        double share = ((1 - LabelSmoothing) * target) + (LabelSmoothing * sum / classes);
        return share == 0 ? 0 : -share * Exponential.Log((float)(share / sum));
    }

    /// <summary>The loss with what it is set to.</summary>
    public override string ToString()
    {
        string[] set = [.. LabelSmoothing == 0 ? []
            : (string[])[FormattableString.Invariant($"label smoothing {(float)LabelSmoothing}")], .. IgnoredLabel is { } label
            ? (string[])[FormattableString.Invariant($"ignored label {label}")] : []];
        return set.Length == 0 ? "CrossEntropy" : $"CrossEntropy({string.Join(", ", set)})";
    }
}
