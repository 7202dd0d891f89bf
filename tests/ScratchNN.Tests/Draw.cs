namespace ScratchNN.Tests;

/// <summary>Numbers to compute with: the same on every run.</summary>
internal static class Draw
{
    public static float[] Normal(int length, ulong seed, float standardDeviation = 1)
    {
        float[] values = new float[length];
        new RandomStream(seed, 7).FillNormal(values, standardDeviation);
        return values;
    }

    /// <summary>Inputs of a layer: indices where it takes these, else of a normal distribution.</summary>
    public static float[] Inputs(Layer layer, Shape input, int rows, ulong seed)
    {
        float[] x = Normal(rows * input.Size, seed);
        for (int feature = 0; feature < input.Size; feature++)
            for (int i = feature; layer.Categories(input, feature) is { } categories && i < x.Length; i += input.Size)
                x[i] = (int)(1000 * Math.Abs(x[i])) % categories;
        return x;
    }

    public static float[] Filled(int length, float value)
    {
        float[] values = new float[length];
        Array.Fill(values, value);
        return values;
    }
}
