using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>
/// Squared error near the target, absolute error far from it: outliers pull with a force of δ at most, and near the target steps get smaller.
/// </summary>
/// <remarks>
/// <code>
/// e    = y − t
/// loss = Σⱼ h(eⱼ) / K             h(e) = ½·e² where |e| ≤ δ, else δ·(|e| − ½·δ)
/// dy   = max(−δ, min(e, δ)) / K
///
/// Y, T [N × K]   labels [N] are numbers to predict where K = 1, and one-hot targets where K ≥ 2
/// </code>
/// P. J. Huber: Robust estimation of a location parameter, 1964. Near the target it is half of <see cref="MeanSquaredError"/>, as PyTorch's <c>HuberLoss</c>;
/// its <c>SmoothL1Loss</c> is this loss divided by δ. Where numbers are standardised for training (<see cref="TargetScale"/>), gradients have δ in deviations
/// of y: 1 is one deviation in any unit. The loss that is reported, in evaluation and by early stopping, has it in the unit of y.
/// </remarks>
public sealed class Huber : Loss
{
    private const int MostSteps = 100;
    private const double Near = 1e-12; // of the range of the targets

    /// <summary>The loss that turns from squared to absolute error at a distance.</summary>
    /// <param name="delta">δ, above 0, in deviations of y where numbers are standardised, else in the unit of the targets. Default 1. 1.345 standard deviations
    /// of the noise lose 5 % of precision to <see cref="MeanSquaredError"/> where it is normal.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not finite, or not above 0.</exception>
    public Huber(double delta = 1) => Delta = Guard.PositiveFinite(delta);

    /// <summary>The distance δ at which squared error becomes absolute error.</summary>
    public double Delta { get; }

    /// <inheritdoc/>
    public override bool StandardizesTargets => true;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">Gradient or losses share memory with what is read, or each other.</exception>
    public override void Compute(in LossPass pass)
    {
        pass.RequireOwnMemory();

        // loss = Σ h(y − t) / K    dy = max(−δ, min(y − t, δ)) / K
        RowKernels.LossesOfElements(
            new ElementLosses.Huber((float)Delta), pass.Output, pass.Labels, pass.Targets, pass.Losses, pass.OutputGradient,
                pass.Output.Length / pass.BatchSize, pass.Workers);
    }

    /// <summary>The loss of Huber's M-estimate c of each output, for which Σ w·max(−δ, min(c − t, δ)) = 0; the mean of those of the K outputs.</summary>
    /// <inheritdoc/>
    public override double Baseline(in TargetSample sample)
    {
        double[] means = sample.Means();
        double loss = 0;
        for (int output = 0; output < sample.Outputs; output++)
        {
            var column = sample.Column(output, means);
            double constant = Center(column);
            foreach (var (target, weight) in column)
            {
                double distance = Math.Abs(constant - target);
                loss += weight * (distance <= Delta ? distance * distance / 2 : Delta * (distance - (Delta / 2))) / sample.Outputs;
            }
        }
        return loss;
    }

    /// <summary>The zero of the slope, which rises: by Newton's steps, or by halves where one leaves the interval that it is known to be in.</summary>
    private double Center((double Target, double Weight)[] column)
    {
        if (column.Length == 0) return 0;
        double low = column.Min(row => row.Target), high = column.Max(row => row.Target), end = Near * (high - low),
            at = column.Sum(row => row.Weight * row.Target);
        for (int step = 0; step < MostSteps && high - low > end; step++)
        {
            double slope = 0, curvature = 0;
            foreach (var (target, weight) in column)
            {
                slope += weight * Math.Clamp(at - target, -Delta, Delta);
                if (Math.Abs(at - target) < Delta) curvature += weight;
            }
            if (slope == 0) break;
            (low, high) = slope > 0 ? (low, at) : (at, high);
            double next = at - (slope / curvature); // infinite where all are far
            at = next > low && next < high ? next : (low + high) / 2;
        }
        return at;
    }

    /// <summary>The loss with its δ.</summary>
    public override string ToString() => FormattableString.Invariant($"Huber({(float)Delta})");
}
