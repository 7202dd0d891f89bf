namespace ScratchNN.Kernels;

/// <summary>Sine and cosine of moderate angles, of multiplications and additions alone: <c>Math.Sin</c> differs between operating systems.</summary>
internal static class SineCosine
{
    private const double HalfPi = 1.5707963267948966;

    /// <summary>Both, within 1e-14 for |angle| up to 100.</summary>
    public static (double Sine, double Cosine) Of(double angle)
    {
        double turns = Math.Round(angle / HalfPi), x = angle - (turns * HalfPi), square = x * x; // |x| ≤ π/4
        double sine = x, cosine = 1, odd = x, even = 1;
        for (int i = 2; i <= 18; i += 2) // Taylor: 0.8¹⁹ / 19! is 1e-19
        {
            even *= -square / (i * (i - 1));
            odd *= -square / (i * (i + 1));
            cosine += even;
            sine += odd;
        }
        return ((int)turns & 3) switch { 0 => (sine, cosine), 1 => (cosine, -sine), 2 => (-sine, -cosine), _ => (-cosine, sine) };
    }
}
