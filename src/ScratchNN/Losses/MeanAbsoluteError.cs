using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>The mean of the distances between outputs and targets: a model learns the median, which outliers do not move.</summary>
/// <remarks>
/// <code>
/// loss = Σⱼ |yⱼ − tⱼ| / K
/// dy   = sign(y − t) / K          0 where y = t
///
/// Y, T [N × K]   labels [N] are numbers to predict where K = 1, and one-hot targets where K ≥ 2
/// </code>
/// The gradient is as large next to the target as far from it, so the last steps need a small learning rate: let a schedule lower it, or use
/// <see cref="Huber"/>. Numbers are standardised for training (<see cref="TargetScale"/>), so their unit does not matter; the loss that is reported is in it.
/// </remarks>
public sealed class MeanAbsoluteError : Loss
{
    /// <inheritdoc/>
    public override bool StandardizesTargets => true;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">Gradient or losses share memory with what is read, or each other.</exception>
    public override void Compute(in LossPass pass)
    {
        pass.RequireOwnMemory();

        // loss = Σ |y − t| / K    dy = sign(y − t) / K
        RowKernels.LossesOfElements(
            new ElementLosses.Absolute(), pass.Output, pass.Labels, pass.Targets, pass.Losses, pass.OutputGradient, pass.Output.Length / pass.BatchSize,
                pass.Workers);
    }

    /// <summary>The mean distance from the median, the mean of those of the K outputs.</summary>
    /// <inheritdoc/>
    public override double Baseline(in TargetSample sample)
    {
        double[] means = sample.Means();
        double loss = 0;
        for (int output = 0; output < sample.Outputs; output++)
        {
            var column = sample.Column(output, means);
            double median = Median(column);
            foreach (var (target, weight) in column) loss += weight * Math.Abs(target - median) / sample.Outputs;
        }
        return loss;
    }

    /// <summary>The least target with half of the weight up to it.</summary>
    private static double Median((double Target, double Weight)[] column)
    {
        Array.Sort(column);
        double weight = 0;
        foreach (var (target, share) in column)
            if ((weight += share) >= 0.5) return target;
        return column.Length == 0 ? 0 : column[^1].Target;
    }
}
