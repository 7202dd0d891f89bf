namespace ScratchNN;

/// <summary>Sums over some samples.</summary>
internal readonly record struct BatchResult(double LossSum, int Correct, int Count)
{
    public double Loss => LossSum / Count;

    public double Accuracy => (double)Correct / Count;

    public static BatchResult operator +(BatchResult a, BatchResult b) => new(a.LossSum + b.LossSum, a.Correct + b.Correct, a.Count + b.Count);
}
