namespace ScratchNN;

/// <summary>A learning rate, the loss that it came to, and that of each row.</summary>
internal sealed record RateRun(RateTrial Trial, float[] Losses)
{
    private const double Errors = 3; // standard errors, of differences of the same rows

    public double Loss => Trial.Loss;

    public bool IsFinite => double.IsFinite(Trial.Loss);

    /// <summary>Whether it came further than another by more than noise: row by row, so that hard rows do not count.</summary>
    public bool Beats(RateRun other)
    {
        if (!IsFinite || !other.IsFinite) return IsFinite;
        double sum = 0, squares = 0;
        int n = Losses.Length;
        for (int i = 0; i < n; i++)
        {
            double difference = (double)other.Losses[i] - Losses[i];
            sum += difference;
            squares += difference * difference;
        }
        double mean = sum / n, variance = Math.Max(0, (squares / n) - (mean * mean));
        return mean > Errors * Math.Sqrt(variance / n);
    }
}
