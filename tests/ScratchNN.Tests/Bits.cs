using System.Runtime.InteropServices;

namespace ScratchNN.Tests;

/// <summary>Comparisons of floats as what they are made of: −0 is not 0, and NaN equals itself.</summary>
internal static class Bits
{
    public static uint[] Of(Model model) => Of(model.Parameters);

    public static uint[] Of(ReadOnlySpan<float> values) => MemoryMarshal.Cast<float, uint>(values).ToArray();

    public static uint[] Of(float[,] values) => Of(values.Cast<float>().ToArray());

    public static void AssertEqual(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, string what = "")
    {
        if (AreEqual(expected, actual)) return;
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            if (Word(expected[i]) != Word(actual[i]))
                Assert.Fail($"{what} [{i}] of {expected.Length}: expected {expected[i]:R} ({Word(expected[i]):X8}), got {actual[i]:R} ({Word(actual[i]):X8}).");
    }

    public static bool AreEqual(ReadOnlySpan<float> a, ReadOnlySpan<float> b) =>
        MemoryMarshal.Cast<float, int>(a).SequenceEqual(MemoryMarshal.Cast<float, int>(b));

    /// <summary>How far a result is from the exact one, in units of the float spacing there; denormals have a spacing of 2⁻¹⁴⁹.</summary>
    public static double Ulps(float actual, double exact)
    {
        if (double.IsNaN(exact)) return float.IsNaN(actual) ? 0 : double.PositiveInfinity;
        if (float.IsInfinity((float)exact) || float.IsInfinity(actual)) return actual == (float)exact ? 0 : double.PositiveInfinity;
        int exponent = exact == 0 ? -126 : Math.Max(-126, Math.ILogB(exact));
        return Math.Abs(actual - exact) / Math.ScaleB(1, exponent - 23);
    }

    private static int Word(float value) => BitConverter.SingleToInt32Bits(value);
}
