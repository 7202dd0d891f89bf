using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>The negative log-likelihood of the right answers, yes or no for each output by itself, from logits.</summary>
/// <remarks>
/// <code>
/// loss = −Σⱼ (tⱼ·ln pⱼ + (1 − tⱼ)·ln(1 − pⱼ)) / K       p = 1 / (1 + exp(−z))
///      = Σⱼ (max(zⱼ, 0) − zⱼ·tⱼ + ln(1 + exp(−|zⱼ|))) / K
/// dz   = (p − t) / K
///        smoothed by ε: (1 − ε)·t + ½·ε in the place of t
///
/// Z [N × K]   labels [N], 0 for no and 1 for yes, where K = 1; or targets T [N × K] from 0 to 1
/// </code>
/// The second form overflows for no finite logit. A last <see cref="Sigmoid"/> is absorbed: the loss sees its input. Without one the model's outputs are
/// logits, and <see cref="Model.PredictYesNo"/>, <see cref="Model.PredictClasses(Samples)"/> and <see cref="Model.PredictProbabilities(Samples)"/> know that.
/// Natural logarithm; guessing costs ln 2 = 0.693.
/// </remarks>
public sealed class BinaryCrossEntropy : Loss
{
    /// <summary>
    /// ε, at least 0 and below 1: that much of each target becomes ½, so that no answer is sure. Default 0; 0.1 is usual. Evaluation and validation are
    /// smoothed too.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    public double LabelSmoothing { get; init => field = Guard.FromZeroBelowOne(value, nameof(LabelSmoothing)); }

    /// <inheritdoc/>
    public override bool Absorbs(Layer last) => last is Sigmoid;

    /// <inheritdoc/>
    public override OutputKind? Meaning => OutputKind.YesNo;

    /// <inheritdoc/>
    public override void RequireShapes(Shape output, Shape? target)
    {
        if (target == null && output.Size != 1)
            throw new ArgumentException(
                $"BinaryCrossEntropy answers yes or no for each output, and the model has {output.Size}, for one label per sample. "
                + "For one class of several use CrossEntropy; "
                + $"for yes or no end the model in 1 output; for {output.Size} answers pass y as bool[samples × {output.Size}].");
        if (target is { } given && given.Size != output.Size)
            throw new ArgumentException(
                $"BinaryCrossEntropy needs a target for each output: the model gives {output} per sample, y has {given}. "
                + $"End the model in {given.Size} {(given.Size == 1 ? "output" : "outputs")}, "
                + $"or pass {output.Size} {(output.Size == 1 ? "target" : "targets")} per sample.");
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">Gradient or losses share memory with what is read, or each other.</exception>
    public override void Compute(in LossPass pass)
    {
        pass.RequireOwnMemory();

        // loss = Σ (max(z, 0) − z·t + ln(1 + exp(−|z|))) / K    dz = (p − t) / K
        RowKernels.LossesOfElements(
            new ElementLosses.Binary(LabelSmoothing), pass.Output, pass.Labels, pass.Targets, pass.Losses, pass.OutputGradient,
                pass.Output.Length / pass.BatchSize, pass.Workers);
    }

    /// <summary>That of the mean targets, the shares of yes: their entropy −t·ln t − (1 − t)·ln(1 − t), the mean over the outputs.</summary>
    /// <inheritdoc/>
    public override double Baseline(in TargetSample sample)
    {
        double loss = 0;
        foreach (double mean in sample.Means()) loss += Entropy(mean) / sample.Outputs;
        return loss;
    }

    /// <summary>The mean entropy of the targets: 0 for yes and no, unless they are smoothed.</summary>
    /// <inheritdoc/>
    public override double Floor(in TargetSample sample)
    {
        if (sample.Targets.IsEmpty) return Entropy(0);
        double loss = 0, total = sample.TotalWeight;
        for (int i = 0; i < sample.Targets.Length; i++) loss += sample.Weights[i / sample.Outputs] / total * Entropy(sample.Targets[i]) / sample.Outputs;
        return loss;
    }

    /// <summary>Of a target, once it is smoothed.</summary>
    private double Entropy(double target)
    {
        double yes = ((1 - LabelSmoothing) * target) + (LabelSmoothing / 2);
        return Part(yes) + Part(1 - yes);

        static double Part(double share) => share <= 0 ? 0 : -share * Exponential.Log((float)share);
    }

    /// <summary>The loss with what it is set to.</summary>
    public override string ToString() => LabelSmoothing == 0 ? "BinaryCrossEntropy"
        : FormattableString.Invariant($"BinaryCrossEntropy(label smoothing {(float)LabelSmoothing})");
}
