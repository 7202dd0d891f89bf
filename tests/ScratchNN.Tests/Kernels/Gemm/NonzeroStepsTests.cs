using ScratchNN.Kernels;

namespace ScratchNN.Tests.Kernels;

/// <summary>The steps of a product that zeros leave, against loops.</summary>
public sealed class NonzeroStepsTests
{
    [Theory]
    [InlineData(2), InlineData(7), InlineData(16), InlineData(22), InlineData(35), InlineData(1)]
    public void Find_AnyZeros_KeepsTheStepsThatHaveAnotherNumber(int rows)
    {
        foreach (float density in (float[])[0, 0.05f, 0.3f, 1])
            foreach (int k in (int[])[1, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 255, 256, 257, 515])
                foreach (int gap in (int[])[0, 3])
                {
                    float[] along = Sparse((rows * (k + gap)) - gap, density), down = Sparse((k * (rows + gap)) - gap, density);
                    AssertFinds(MatrixView.RowMajor(along, k + gap), rows, k);
                    AssertFinds(MatrixView.Transposed(down, rows + gap), rows, k);
                }
    }

    [Fact]
    public void Find_NaNAndTheSmallestNumber_AreNoZeros()
    {
        float[] a = new float[8 * 16];
        (a[3], a[16 + 5], a[(7 * 16) + 15], a[9]) = (float.NaN, float.Epsilon, -float.Epsilon, -0f);
        AssertFinds(MatrixView.RowMajor(a, 16), 8, 16);
        AssertFinds(MatrixView.Transposed(a, 8), 8, 16);
    }

    [Theory]
    [InlineData(0.60, true), InlineData(0.66, false)]
    public void AreFew_ShareOfSteps_DecidesFromFiveEighthsOn(double share, bool expected)
    {
        foreach (var (m, k) in ((int, int)[])[(64, 784), (784, 64), (400, 1000), (4000, 10)])
        {
            float[] a = new float[m * k];
            for (int i = 0; i < m; i++)
                for (int p = 0; p < k; p++)
                    a[(i * k) + p] = p * 0.618 % 1 < share ? 1 : 0;
            Assert.Equal(expected && k >= 16, NonzeroSteps.AreFew(MatrixView.RowMajor(a, k), m, k)); // rows of 10 are too short to tell

            for (int i = 0; i < m; i++)
                for (int p = 0; p < k; p++)
                    a[(p * m) + i] = i / 2 * 0.618 % 1 < share ? 1 : 0; // whole tiles
            Assert.Equal(expected, NonzeroSteps.AreFew(MatrixView.Transposed(a, m), m, k));
        }
    }

    [Fact]
    public void AreFew_TooLittleToSee_IsFalse()
    {
        Assert.False(NonzeroSteps.AreFew(MatrixView.RowMajor(new float[2 * 15], 15), 2, 15));
        Assert.False(NonzeroSteps.AreFew(MatrixView.Transposed(new float[15 * 200], 15), 15, 200));
    }

    private static void AssertFinds(MatrixView a, int rows, int k)
    {
        ulong[] kept = new ulong[NonzeroSteps.Length(rows, k)], expected = new ulong[kept.Length];
        kept.AsSpan().Fill(0x5555_5555_5555_5555);
        for (int i = 0; i < rows; i++)
            for (int p = 0; p < k; p++)
                if (a[i, p] != 0 || i / 2 * 2 > rows - 2) // a tile that lacks a row keeps all
                    expected[(i / 2 * NonzeroSteps.Words(k)) + (p / 64)] |= 1UL << (p % 64);

        NonzeroSteps.Find(a, rows, k, kept);

        Assert.Equal(expected, kept);
    }

    private static float[] Sparse(int length, float density)
    {
        float[] values = Draw.Normal(length, 1), chances = Draw.Normal(length, 2);
        float threshold = density == 1 ? float.PositiveInfinity : density == 0 ? float.NegativeInfinity : density == 0.05f ? -1.645f : -0.524f;
        for (int i = 0; i < length; i++)
            if (chances[i] > threshold) values[i] *= 0;
        return values;
    }
}
