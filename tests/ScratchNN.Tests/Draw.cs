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

    public static float[] Filled(int length, float value)
    {
        float[] values = new float[length];
        Array.Fill(values, value);
        return values;
    }
}
