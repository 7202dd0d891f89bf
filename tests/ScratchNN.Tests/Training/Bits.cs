using System.Runtime.InteropServices;

namespace ScratchNN.Tests;

/// <summary>Floats as bits: −0 is not 0, and NaN equals itself.</summary>
internal static class Bits
{
    public static uint[] Of(Sequential model) => Of(model.Parameters);

    public static uint[] Of(ReadOnlySpan<float> values) => MemoryMarshal.Cast<float, uint>(values).ToArray();

    public static uint[] Of(float[,] values) => Of(values.Cast<float>().ToArray());
}
