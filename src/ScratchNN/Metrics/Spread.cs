namespace ScratchNN;

/// <summary>Mean and standard deviation of a few numbers.</summary>
internal readonly record struct Spread(double Mean, double Deviation)
{
    /// <summary>mean = Σx / n, deviation = √(Σ(x − mean)² / n).</summary>
    public static Spread Of(ReadOnlySpan<double> values)
    {
        double sum = 0, squares = 0;
        foreach (double value in values) sum += value;
        double mean = sum / values.Length;
        foreach (double value in values) squares += (value - mean) * (value - mean);
        return new Spread(mean, Math.Sqrt(squares / values.Length));
    }
}
