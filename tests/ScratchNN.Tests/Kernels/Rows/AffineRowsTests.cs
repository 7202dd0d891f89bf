using ScratchNN.Kernels;

namespace ScratchNN.Tests.Kernels;

public sealed class AffineRowsTests
{
    public static TheoryData<int> Columns => [1, 2, 3, 8, 15, 16, 17, 33, 100];

    [Theory, MemberData(nameof(Columns))]
    public void Standardize_AnyWidth_IsTheFormula(int columns)
    {
        var (t, mean, deviation) = Drawn(columns);
        float[] z = Draw.Filled(t.Length, float.NaN), expected = [.. t.Select((value, i) => (value - mean[i % columns]) / deviation[i % columns])];

        using var workers = new Workers(3);
        foreach (var threads in (Workers[])[Workers.None, workers])
        {
            RowKernels.Standardize(t, z, mean, deviation, threads);
            Bits.AssertEqual(expected, z);
        }
        RowKernels.Standardize(t, t, mean, deviation, Workers.None); // in place
        Bits.AssertEqual(expected, t);
    }

    [Theory, MemberData(nameof(Columns))]
    public void Unstandardize_AnyWidth_IsTheFormula(int columns)
    {
        var (z, mean, deviation) = Drawn(columns);
        float[] y = Draw.Filled(z.Length, float.NaN);
        float[] expected = [
            .. z.Select((value, i) => Simd.Fuses ? MathF.FusedMultiplyAdd(deviation[i % columns], value, mean[i % columns])
                : (deviation[i % columns] * value) + mean[i % columns])];

        using var workers = new Workers(3);
        foreach (var threads in (Workers[])[Workers.None, workers])
        {
            RowKernels.Unstandardize(z, y, mean, deviation, threads);
            Bits.AssertEqual(expected, y);
        }
        RowKernels.Unstandardize(z, z, mean, deviation, Workers.None); // in place
        Bits.AssertEqual(expected, z);
    }

    /// <summary>Enough rows for several threads; a NaN and −0 among them.</summary>
    private static (float[] Rows, float[] Mean, float[] Deviation) Drawn(int columns)
    {
        float[] rows = Draw.Normal(columns * (20_000 / columns), 1, 3);
        (rows[0], rows[^1]) = (float.NaN, -0f);
        return (rows, Draw.Normal(columns, 2, 10), [.. Draw.Normal(columns, 3).Select(value => 0.1f + Math.Abs(value))]);
    }
}
