using ScratchNN.Kernels;

namespace ScratchNN.Tests.Kernels;

public sealed class RowKernelsTests
{
    private const double SumTolerance = 1e-4; // up to 100 products of up to 16, each rounded by 6e-8 of the sum so far

    [Fact]
    public void SoftmaxGradient_AnyWidth_IsCloseToDouble()
    {
        foreach (int columns in (int[])[1, 2, 10, 16, 17, 33, 100])
        {
            float[] y = Draw.Normal(3 * columns, 1), dy = Draw.Normal(y.Length, 2), dx = Draw.Filled(y.Length, float.NaN);
            RowKernels.SoftmaxGradient(y, dy, dx, columns, Workers.None);
            for (int i = 0; i < dx.Length; i++)
            {
                int start = i / columns * columns;
                double inner = Enumerable.Range(start, columns).Sum(j => (double)y[j] * dy[j]);
                Assert.Equal(y[i] * (dy[i] - inner), dx[i], SumTolerance);
            }
        }
    }

    [Fact]
    public void Sum_AnyLength_IsInOrderBelowSixteenAndInSixteenPartsFromThere()
    {
        for (int columns = 1; columns <= 70; columns++)
        {
            float[] x = Draw.Normal(columns, 1);
            float[] partials = new float[16];
            for (int j = 0; j < columns; j++) partials[columns < 16 ? 0 : j % 16] += x[j];
            Bits.AssertEqual([columns < 16 ? partials[0] : RowKernels.Fold(partials)], [RowKernels.Sum(x)], $"{columns}");
        }
    }

    [Fact]
    public void Fold_SixteenSums_AddsByHalves()
    {
        float[] partials = [.. Enumerable.Range(1, 16).Select(i => (float)i)];
        Assert.Equal(136, RowKernels.Fold(partials));

        float[] uneven = new float[16];
        (uneven[0], uneven[8], uneven[1], uneven[9]) = (1e8f, -1e8f, 1, 1); // 0 with 8 first: otherwise a 1 is lost
        Assert.Equal(2, RowKernels.Fold(uneven));
    }

    /// <summary>The naive twin of each loss of elements, at lengths around a register, the partial sums and a piece.</summary>
    [Fact]
    public void LossesOfElements_AnyWidth_IsCloseToDouble()
    {
        AssertTwin(new ElementLosses.Squared(), (y, t) => ((y - t) * (y - t), 2 * (y - t)));
        AssertTwin(new ElementLosses.Absolute(), (y, t) => (Math.Abs(y - t), Math.Sign(y - t)));
        AssertTwin(new ElementLosses.Huber(0.5f), (y, t) =>
            (Math.Abs(y - t) <= 0.5 ? (y - t) * (y - t) / 2 : 0.5 * (Math.Abs(y - t) - 0.25), Math.Clamp(y - t, -0.5, 0.5)));
        foreach (double smoothing in (double[])[0, 0.1])
            AssertTwin(new ElementLosses.Binary(smoothing), (z, t) =>
            {
                t = ((1 - smoothing) * t) + (smoothing / 2);
                return (Math.Max(z, 0) - (z * t) + Math.Log(1 + Math.Exp(-Math.Abs(z))), (1 / (1 + Math.Exp(-z))) - t);
            });
    }

    private static void AssertTwin<TLoss>(TLoss loss, Func<double, double, (double Value, double Slope)> twin) where TLoss : struct, IElementLoss
    {
        const int Rows = 5;
        foreach (int columns in (int[])[1, 2, 3, 7, 15, 16, 17, 100, 511, 512, 513, 1300])
            foreach (bool isLabelled in (bool[])[false, true])
            {
                float[] y = Draw.Normal(Rows * columns, 1, 3), t = new float[y.Length], losses = Draw.Filled(Rows, float.NaN),
                    dy = Draw.Filled(y.Length, float.NaN);
                int[] labels = [.. Enumerable.Range(0, Rows).Select(row => columns == 1 ? row % 2 : row == 0 ? columns - 1 : row * 131 % columns)];
                for (int i = 0; i < t.Length; i++)
                    t[i] = !isLabelled ? i * 37 % 101 / 100f : columns == 1 ? labels[i] : labels[i / columns] == i % columns ? 1 : 0;

                RowKernels.LossesOfElements(loss, y, isLabelled ? labels : [], isLabelled ? [] : t, losses, dy, columns, Workers.None);

                for (int row = 0; row < Rows; row++)
                {
                    double expected = Enumerable.Range(row * columns, columns).Average(i => twin(y[i], t[i]).Value);
                    Assert.Equal(expected, losses[row], 1e-6 * (1 + expected));
                }
                for (int i = 0; i < dy.Length; i++) Assert.Equal(twin(y[i], t[i]).Slope / columns, dy[i], 1e-6);
            }
    }

    [Theory]
    [InlineData(float.NaN, 0.5f), InlineData(0, float.NaN), InlineData(float.NaN, 0), InlineData(float.NaN, 1)]
    public void LossesOfElements_NaN_GiveNaN(float y, float t)
    {
        foreach (int columns in (int[])[1, 3, 20])
        {
            AssertNaN(new ElementLosses.Squared());
            AssertNaN(new ElementLosses.Absolute());
            AssertNaN(new ElementLosses.Huber(1));
            AssertNaN(new ElementLosses.Binary(0));

            void AssertNaN<TLoss>(TLoss loss) where TLoss : struct, IElementLoss
            {
                float[] outputs = new float[columns], targets = new float[columns], losses = new float[1], dy = new float[columns];
                (outputs[^1], targets[^1]) = (y, t);
                RowKernels.LossesOfElements(loss, outputs, [], targets, losses, dy, columns, Workers.None);
                Assert.True(float.IsNaN(losses[0]) && float.IsNaN(dy[^1]), $"{loss}: {losses[0]}, {dy[^1]}");
            }
        }
    }
}
