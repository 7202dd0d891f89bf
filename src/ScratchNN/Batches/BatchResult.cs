namespace ScratchNN;

/// <summary>Sums over some samples.</summary>
/// <param name="LossSum">Of the losses, each times its weight.</param>
/// <param name="LossWeight">Of the weights of the losses, those of classes among them.</param>
/// <param name="Correct">Of the weights of samples that were classified right.</param><param name="Weight">Of the weights of samples.</param>
/// <param name="Count">The samples.</param>
internal readonly record struct BatchResult(double LossSum, double LossWeight, double Correct, double Weight, int Count)
{
    /// <summary>The mean loss; 0 where no sample counts.</summary>
    public double Loss => LossWeight == 0 ? LossSum : LossSum / LossWeight;

    /// <summary>The share of samples that were classified right; 0 where no sample counts.</summary>
    public double Accuracy => Weight == 0 ? 0 : Correct / Weight;

    public static BatchResult operator +(BatchResult a, BatchResult b) =>
        new(a.LossSum + b.LossSum, a.LossWeight + b.LossWeight, a.Correct + b.Correct, a.Weight + b.Weight, a.Count + b.Count);
}
