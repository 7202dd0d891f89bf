using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>The negative log-likelihood of the right class, from logits.</summary>
/// <remarks>
/// <code>
/// loss = Σⱼ tⱼ·(ln Σₖ exp zₖ − zⱼ)       with labels: ln Σₖ exp zₖ − z_label
/// dz   = p·Σt − t                        p = softmax(z)
///
/// Z [N × K], K ≥ 2   labels [N] in 0 … K − 1, or targets T [N × K]: one-hot or soft, no negatives
/// </code>
/// The logarithm of the sum is taken with the maximum subtracted, so no finite logit overflows. A last <see cref="Softmax"/> is
/// absorbed: the loss sees its input. Natural logarithm; guessing gives ln K.
/// </remarks>
public sealed class CrossEntropy : Loss
{
    /// <inheritdoc/>
    public override bool Absorbs(Layer last) => last is Softmax;

    /// <inheritdoc/>
    public override OutputKind? Meaning => OutputKind.OneClass;

    /// <inheritdoc/>
    public override void RequireShapes(Shape output, Shape? target)
    {
        if (output.Size < 2)
            throw new ArgumentException("CrossEntropy chooses between classes, so the model needs one output per class, at least 2; it has 1. For two classes end it in 2 outputs; for a number use MeanSquaredError.");
        if (target is { Size: 1 })
            throw new ArgumentException($"CrossEntropy needs classes, y holds one continuous number per sample: pass labels 0 to {output.Size - 1} as int[] or byte[], or targets [samples × {output.Size}].");
        base.RequireShapes(output, target);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">Gradient or losses share memory with what is read, or each other.</exception>
    public override void Compute(in LossPass pass)
    {
        pass.RequireOwnMemory();

        // loss = Σ t·(ln Σ exp z − z)    dz = p·Σt − t
        RowKernels.CrossEntropy(pass.Output, pass.Labels, pass.Targets, pass.Losses, pass.OutputGradient, pass.Output.Length / pass.BatchSize, pass.Workers);
    }

    /// <summary>That of the mean target t̄, the shares of the classes: −Σⱼ t̄ⱼ·ln(t̄ⱼ / Σt̄).</summary>
    /// <inheritdoc/>
    public override double Baseline(in TargetSample sample)
    {
        double[] means = sample.Means();
        double sum = means.Sum(), loss = 0;
        foreach (double mean in means) loss += Entropy(mean, sum);
        return loss;
    }

    /// <summary>0 for labels; for soft targets their mean entropy, −Σⱼ tⱼ·ln(tⱼ / Σt) of each.</summary>
    /// <inheritdoc/>
    public override double Floor(in TargetSample sample)
    {
        double loss = 0, total = sample.TotalWeight;
        for (int row = 0; row < sample.Count && !sample.Targets.IsEmpty; row++)
        {
            var targets = sample.Targets.Slice(row * sample.Outputs, sample.Outputs);
            double sum = 0;
            foreach (float target in targets) sum += target;
            foreach (float target in targets) loss += sample.Weights[row] / total * Entropy(target, sum);
        }
        return loss;
    }

    private static double Entropy(double target, double sum) => target == 0 ? 0 : -target * Exponential.Log((float)(target / sum));
}
