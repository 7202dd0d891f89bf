namespace ScratchNN.Kernels;

/// <summary>A cosine that is the same on every machine: Math.Cos differs in its last bit between operating systems.</summary>
internal static class Cosine
{
    /// <summary>cos πx for x from 0 to 1. Error at most 1e-15.</summary>
    public static double OfPi(double x)
    {
        // cos πx = 1 − 2·sin²(πx/2), and cos πx = −cos π(1 − x): the sine is of 0 to π/4
        double sine = Sine(Math.PI / 2 * Math.Min(x, 1 - x)), cosine = 1 - (2 * sine * sine);
        return x <= 0.5 ? cosine : -cosine;
    }

    /// <summary>The Taylor series of sin a up to a¹⁵: what is left out is below 5e-17 for a up to π/4.</summary>
    private static double Sine(double a)
    {
        double square = a * a, sum = 1;
        for (int n = 14; n >= 2; n -= 2) sum = 1 - (square / (n * (n + 1)) * sum);
        return a * sum;
    }
}
