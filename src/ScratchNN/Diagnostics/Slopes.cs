namespace ScratchNN;

/// <summary>Measures the slopes of a function of some numbers, and compares its gradient with them.</summary>
/// <param name="value">The function, of numbers that are changed in place.</param>
/// <param name="entries">How many of them to check at most, from all over.</param>
/// <param name="rounding">What rounding adds to the slope of the longest step.</param>
internal sealed class Slopes(Func<double> value, int entries, double rounding)
{
    // A kink (of ReLU, say) between the two points spoils a long step, rounding a short one: the best of three counts. At a kink itself, or at the edge of what
    // a layer takes, the slope to one side does.
    private static readonly float[] _steps = [1e-2f, 1.5e-3f, 2.5e-4f];
    private const double Kink = 0.1; // of the larger slope: how much that to one side differs from that to the other. x², at a slope of 1, differs by 0.02
    private const double Doubtful = 3e-4;
    private const double Smallest = 1e-6; // a tensor whose gradients are all below is compared absolutely
    private const double Rounding = 6e-8, Above = 3e3; // and one whose gradients are less than 3000 times what rounding adds to the longest step

    /// <summary>What rounding adds to the slope of the longest step, of a sum of numbers whose squares have this sum.</summary>
    public static double RoundingOf(double squares) => Rounding * Math.Sqrt(squares) / _steps[0];

    /// <summary>The entry whose gradient is furthest from the slope, relative to the largest gradient.</summary>
    /// <param name="tensor">The name of the numbers.</param>
    /// <param name="values">The numbers.</param>
    /// <param name="gradient">Of the function with respect to them.</param>
    /// <param name="unit">The size of the numbers, of which steps are taken.</param>
    /// <param name="isIndex">Of each column, whether it has no slope; one column for all numbers, if need be.</param>
    public GradientCheckResult Compare(string tensor, Span<float> values, ReadOnlySpan<float> gradient, float unit, ReadOnlySpan<bool> isIndex)
    {
        int stride = Math.Max(1, values.Length / entries), count = ((values.Length - 1) / stride) + 1;
        // large numbers need long steps where outputs are as large, and short ones where they are not
        float[] steps = unit > 1 ? [.. _steps.Select(step => step * unit), .. _steps] : _steps;
        double[,] slopes = new double[count, steps.Length + 2]; // the last two: from the point to either side
        double scale = double.MaxNumber(Smallest, Above * rounding / unit), here = value();
        for (int entry = 0, i = 0; entry < count; entry++, i += stride)
        {
            if (isIndex[i % isIndex.Length]) continue;
            float at = values[i];
            for (int s = 0; s < steps.Length; s++)
            {
                float above = at + steps[s], below = at - steps[s];
                values[i] = above;
                double high = value();
                values[i] = below;
                double low = value();
                slopes[entry, s] = (high - low) / ((double)above - below);
                (slopes[entry, steps.Length], slopes[entry, steps.Length + 1]) = ((high - here) / ((double)above - at), (here - low) / ((double)at - below));
            }
            values[i] = at;
            scale = double.MaxNumber(scale, double.MaxNumber(Math.Abs(gradient[i]), Math.Abs(slopes[entry, 1])));
        }

        var worst = new GradientCheckResult { MaxRelativeError = 0, Tensor = tensor, Index = 0 };
        for (int entry = 0, i = 0; entry < count; entry++, i += stride)
        {
            double error = double.PositiveInfinity; // stays so for NaN
            if (isIndex[i % isIndex.Length]) error = float.IsFinite(gradient[i]) ? 0 : error;
            else
                for (int s = 0; s < slopes.GetLength(1); s++) error = double.MinNumber(error, Math.Abs(gradient[i] - slopes[entry, s]) / scale);
            if (error > Doubtful && !isIndex[i % isIndex.Length]) error = double.MinNumber(error, BesideAKink(values, i, unit, gradient[i], here) / scale);
            if (error > worst.MaxRelativeError) worst = new GradientCheckResult { MaxRelativeError = error, Tensor = tensor, Index = i };
        }
        return worst;
    }

    /// <summary>
    /// How far a gradient is from the slopes of long steps that a kink next to the point leaves right: to the side without it, and of half a step. Where a
    /// value is rounded much, as the mean of many numbers is, the short steps tell nothing.
    /// </summary>
    private double BesideAKink(Span<float> values, int i, float unit, float gradient, double here)
    {
        float at = values[i], step = _steps[0] * unit;
        double right = To(values, at + step), left = To(values, at - step), half = Between(values, at + (step / 2), at - (step / 2));
        double difference = Math.Abs(gradient - half);
        if (Math.Abs(right - left) <= Kink * Math.Max(Math.Abs(right), Math.Abs(left))) return difference;
        return double.MinNumber(difference, double.MinNumber(Math.Abs(gradient - right), Math.Abs(gradient - left)));

        double To(Span<float> values, float to) => (At(values, to) - here) / ((double)to - at);

        double Between(Span<float> values, float above, float below) => (At(values, above) - At(values, below)) / ((double)above - below);

        double At(Span<float> values, float x)
        {
            values[i] = x;
            double y = value();
            values[i] = at;
            return y;
        }
    }

    /// <summary>A number of floats that an array holds.</summary>
    public static int Floats(long count, string what) => count >= 0 && count <= Array.MaxLength ? (int)count : throw new ArgumentException(
        $"The {what} of the layer would be {count} floats, and an array holds 0 to {Array.MaxLength}: check fewer samples, or a smaller layer.");

    /// <summary>Memory in which it is seen what was not assigned.</summary>
    public static float[] Dirty(int length)
    {
        float[] values = new float[length];
        Array.Fill(values, float.NaN);
        return values;
    }
}
