namespace ScratchNN.Kernels;

/// <summary>Powers that are the same on every machine: Math.Pow differs in its last bit between operating systems.</summary>
internal static class Powers
{
    /// <summary>value to the power of a whole exponent, by squaring; 1 for exponents of 0 and below.</summary>
    public static double Of(double value, long exponent)
    {
        double result = 1;
        for (; exponent > 0; exponent >>= 1, value *= value)
            if ((exponent & 1) != 0) result *= value;
        return result;
    }
}
