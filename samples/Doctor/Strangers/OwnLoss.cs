using ScratchNN;

namespace Doctor;

/// <summary>A loss as a beginner writes it, of numbers: Σ f(y − t), and its gradient, which may be another's.</summary>
/// <param name="name">How findings call it.</param>
/// <param name="f">Of the difference.</param>
/// <param name="slope">What it says is the slope of f.</param>
/// <param name="overBatch">Whether the gradient is divided by the batch, which the trainer does already.</param>
internal sealed class OwnLoss(string name, Func<float, float> f, Func<float, float> slope, bool overBatch = false) : Loss
{
    /// <summary>A multiple of the squared difference.</summary>
    public static OwnLoss Squared(float factor, float slope, bool overBatch = false, string name = nameof(OwnLoss)) =>
        new(name, e => factor * e * e, e => slope * e, overBatch);

    public override void Compute(in LossPass pass)
    {
        int k = pass.Output.Length / pass.BatchSize;
        for (int row = 0; row < pass.BatchSize; row++)
        {
            pass.Losses[row] = 0;
            for (int at = row * k; at < (row + 1) * k; at++)
            {
                float e = pass.Output[at] - pass.Targets[at];
                pass.Losses[row] += f(e) / k;
                if (!pass.OutputGradient.IsEmpty) pass.OutputGradient[at] = slope(e) / k / (overBatch ? pass.BatchSize : 1);
            }
        }
    }

    public override string ToString() => name;
}
