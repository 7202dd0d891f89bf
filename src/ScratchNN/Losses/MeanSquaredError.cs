using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>The mean of the squared differences between outputs and targets.</summary>
/// <remarks>
/// <code>
/// loss = Σⱼ (yⱼ − tⱼ)² / K
/// dy   = 2·(y − t) / K
///
/// Y, T [N × K]   labels [N] are numbers to predict where K = 1, and one-hot targets where K ≥ 2
/// </code>
/// Numbers are standardised for training (<see cref="TargetScale"/>), so their unit does not matter; the loss that is reported is in its square.
/// </remarks>
public sealed class MeanSquaredError : Loss
{
    /// <inheritdoc/>
    public override bool StandardizesTargets => true;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">Gradient or losses share memory with what is read, or each other.</exception>
    public override void Compute(in LossPass pass)
    {
        pass.RequireOwnMemory();

        // loss = Σ (y − t)² / K    dy = 2·(y − t) / K
        RowKernels.LossesOfElements(new ElementLosses.Squared(), pass.Output, pass.Labels, pass.Targets, pass.Losses, pass.OutputGradient,
            pass.Output.Length / pass.BatchSize, pass.Workers);
    }

    /// <summary>The variance of the targets, the mean of those of the K outputs.</summary>
    /// <inheritdoc/>
    public override double Baseline(in TargetSample sample)
    {
        double[] means = sample.Means();
        double total = sample.TotalWeight, variance = 0;
        if (sample.Targets.IsEmpty && sample.Outputs > 1) return means.Sum(share => share * (1 - share)) / sample.Outputs; // of a column of zeros and ones
        for (int i = 0; i < sample.Count * sample.Outputs; i++)
        {
            double difference = (sample.Targets.IsEmpty ? sample.Labels[i] : sample.Targets[i]) - means[i % sample.Outputs];
            variance += sample.Weights[i / sample.Outputs] / total * difference * difference / sample.Outputs;
        }
        return variance;
    }
}
