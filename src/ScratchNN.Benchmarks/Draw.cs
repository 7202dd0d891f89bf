using ScratchNN.Numerics;

namespace ScratchNN.Benchmarks;

/// <summary>Data to compute with: the same in every run.</summary>
internal static class Draw
{
    /// <summary>Standard normal numbers.</summary>
    public static float[] Normal(int length, ulong stream = 0)
    {
        float[] values = new float[length];
        new RandomStream(seed: 1, stream).FillNormal(values, 1);
        return values;
    }
}
