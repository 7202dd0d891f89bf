namespace ScratchNN;

/// <summary>New arrays of floats.</summary>
internal static class Floats
{
    /// <summary>The same number everywhere.</summary>
    public static float[] Filled(int length, float value)
    {
        float[] floats = new float[length];
        Array.Fill(floats, value);
        return floats;
    }

    /// <summary>The nearest floats.</summary>
    /// <exception cref="ArgumentException">A finite number is too large for a float.</exception>
    public static float[] From(ReadOnlySpan<double> values)
    {
        float[] floats = new float[values.Length];
        for (int i = 0; i < floats.Length; i++)
        {
            floats[i] = (float)values[i];
            if (float.IsInfinity(floats[i]) && double.IsFinite(values[i]))
                throw new ArgumentException(
                    $"The value at position {i} is {NumberFormat.Text(values[i])}, and the largest float is {NumberFormat.Text(float.MaxValue)}: "
                        + "divide the values by their spread.");
        }
        return floats;
    }

    /// <summary>1 for true, 0 for false.</summary>
    public static float[] From(ReadOnlySpan<bool> values)
    {
        float[] floats = new float[values.Length];
        for (int i = 0; i < floats.Length; i++) floats[i] = values[i] ? 1 : 0;
        return floats;
    }
}
