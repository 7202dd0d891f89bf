using CsCheck;
using ScratchNN.Kernels;

namespace ScratchNN.Tests.Numerics;

/// <summary>The public row functions: against doubles, and bit for bit against a naive twin, which knows no width.</summary>
public sealed class RowMathTests
{
    // exp, a sum in a tree of 16, a logarithm and a division round by 6e-8 each: about 4e-7 of the value, and long rows add a few
    private const double Tolerance = 2e-6;

    private static readonly int[] _columns = [.. Enumerable.Range(1, 70), 1000];

    private delegate void RowFunction(ReadOnlySpan<float> x, Span<float> y, int columns, Workers? workers);

    [Fact]
    public void All_AnyColumns_AreCloseToDouble()
    {
        foreach (int columns in _columns)
        {
            float[] x = Draw.Normal(7 * columns, 1, 3), softmax = Run(RowMath.Softmax, x, columns), log = Run(RowMath.LogSoftmax, x, columns),
                sums = Run(RowMath.LogSumExp, x, columns, 7);
            for (int i = 0; i < x.Length; i++)
            {
                int row = i / columns;
                double exact = Math.Log(x.AsSpan(row * columns, columns).ToArray().Sum(value => Math.Exp(value)));
                AssertClose(Math.Exp(x[i] - exact), softmax[i], 0);
                AssertClose(x[i] - exact, log[i], 1);
                AssertClose(exact, sums[row], 1);
            }
        }

        static void AssertClose(double expected, float actual, double least) => Assert.Equal(expected, actual, Tolerance * Math.Max(least, Math.Abs(expected)));
    }

    [Fact]
    public void All_AnyColumns_GiveTheBitsOfTheNaiveTwin()
    {
        foreach (int columns in _columns)
            foreach (int rows in (int[])[1, 2, 7, RowKernels.RowsPerChunk(columns) + 3])
            {
                float[] x = Draw.Normal(rows * columns, 1, 3), softmax = new float[x.Length], log = new float[x.Length], sums = new float[rows];
                for (int row = 0; row < rows; row++)
                    Naive(x.AsSpan(row * columns, columns), softmax.AsSpan(row * columns, columns), log.AsSpan(row * columns, columns), out sums[row]);

                Bits.AssertEqual(softmax, Run(RowMath.Softmax, x, columns), $"softmax {rows} × {columns}");
                Bits.AssertEqual(log, Run(RowMath.LogSoftmax, x, columns), $"log-softmax {rows} × {columns}");
                Bits.AssertEqual(sums, Run(RowMath.LogSumExp, x, columns, rows), $"log-sum-exp {rows} × {columns}");
            }
    }

    [Theory]
    [InlineData(2), InlineData(3), InlineData(7)]
    public void All_WithWorkers_GiveTheSameBits(int count)
    {
        using var workers = new Workers(count);
        foreach (var (rows, columns) in ((int, int)[])[(3001, 10), (101, 200), (9, 5000)])
        {
            float[] x = Draw.Normal(rows * columns, 1);
            Bits.AssertEqual(Run(RowMath.Softmax, x, columns), Run(RowMath.Softmax, x, columns, workers: workers));
            Bits.AssertEqual(Run(RowMath.LogSoftmax, x, columns), Run(RowMath.LogSoftmax, x, columns, workers: workers));
            Bits.AssertEqual(Run(RowMath.LogSumExp, x, columns, rows), Run(RowMath.LogSumExp, x, columns, rows, workers));
        }
    }

    [Fact]
    public void All_InPlace_GiveTheSameBits()
    {
        foreach (int columns in (int[])[1, 3, 10, 16, 17, 31, 100, 3000])
            foreach (RowFunction function in (RowFunction[])[RowMath.Softmax, RowMath.LogSoftmax])
            {
                float[] x = Draw.Normal(5 * columns, 1), y = Run(function, x, columns);
                function(x, x, columns, null);
                Bits.AssertEqual(y, x);
            }
    }

    [Fact]
    public void Softmax_DrawnRows_SumToOneWithinZeroAndOne() =>
        Gen.Float[-1e30f, 1e30f].Array[1, 70].Sample(
            x =>
            {
                float[] y = Run(RowMath.Softmax, x, x.Length);
                Assert.All(y, value => Assert.InRange(value, 0, 1));
                Assert.Equal(1, y.Sum(value => (double)value), 1e-5); // 70 roundings of 6e-8
            },
            iter: 1000);

    [Fact]
    public void Softmax_ShiftedExactly_GivesTheSameBits() =>
        Gen.Select(Gen.Int[-256, 256].Array[1, 40], Gen.Int[-1024, 1024]).Sample(
            (quarters, shift) =>
            {
                float[] x = [.. quarters.Select(value => value / 4f)], shifted = [.. x.Select(value => value + shift)];
                Bits.AssertEqual(Run(RowMath.Softmax, x, x.Length), Run(RowMath.Softmax, shifted, x.Length));
            },
            iter: 500);

    [Fact]
    public void All_LargeNumbers_StayFinite()
    {
        float[] x = [100, 0, 1]; // where a softmax that does not subtract the maximum gives NaN
        float[] y = Run(RowMath.Softmax, x, 3);
        Assert.Equal(1, y[0]);
        Assert.Equal(Math.Exp(-100), y[1], 1e-45);
        Assert.Equal(Math.Exp(-99), y[2], 1e-44);
        Assert.Equal([0, -100, -99], Run(RowMath.LogSoftmax, x, 3)); // its logarithm in float32 is far from −∞
        Assert.Equal([1e38f, -2e38f], Run(RowMath.LogSumExp, [1e38f, -1e38f, -2e38f, -3e38f], 2, 2));
    }

    // what libtorch 2.10 gives for these
    [Theory]
    [InlineData(1, float.PositiveInfinity, 0, float.PositiveInfinity)]
    [InlineData(float.PositiveInfinity, float.PositiveInfinity, 0, float.PositiveInfinity)]
    [InlineData(float.PositiveInfinity, float.NegativeInfinity, float.NegativeInfinity, float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity, float.NegativeInfinity, float.NegativeInfinity, float.NegativeInfinity)]
    [InlineData(float.NaN, 1, 0, float.NaN)]
    [InlineData(0, float.NaN, float.NaN, float.NaN)]
    [InlineData(float.PositiveInfinity, float.NaN, 0, float.NaN)]
    [InlineData(float.NegativeInfinity, float.NaN, float.NegativeInfinity, float.NaN)]
    public void All_NotFinite_AreThoseOfPyTorchInThatRowAlone(float x0, float x1, float x2, float logSumExp)
    {
        foreach (int columns in (int[])[3, 9, 24, 99])
        {
            float[] finite = Draw.Normal(3 * columns, 1), x = [.. finite];
            for (int j = columns; j < 2 * columns; j++) x[j] = (j % 3) switch { 0 => x0, 1 => x1, _ => x2 };
            foreach (RowFunction function in (RowFunction[])[RowMath.Softmax, RowMath.LogSoftmax])
            {
                float[] y = Run(function, x, columns), expected = Run(function, finite, columns);
                Assert.All(y[columns..(2 * columns)], value => Assert.True(float.IsNaN(value)));
                Bits.AssertEqual(expected.AsSpan(0, columns), y.AsSpan(0, columns));
                Bits.AssertEqual(expected.AsSpan(2 * columns), y.AsSpan(2 * columns));
            }
            float[] sums = Run(RowMath.LogSumExp, finite, columns, 3);
            Assert.Equal([sums[0], logSumExp, sums[2]], Run(RowMath.LogSumExp, x, columns, 3));
        }
    }

    [Fact]
    public void All_OneNaN_IsNeverLost()
    {
        foreach (int columns in (int[])[1, 2, 4, 5, 10, 16, 20, 40])
            for (int at = 0; at < columns; at++)
            {
                float[] x = Draw.Normal(columns, 1);
                x[at] = float.NaN;
                Assert.All(Run(RowMath.Softmax, x, columns), value => Assert.True(float.IsNaN(value)));
                Assert.All(Run(RowMath.LogSoftmax, x, columns), value => Assert.True(float.IsNaN(value)));
                Assert.True(float.IsNaN(Run(RowMath.LogSumExp, x, columns, 1)[0]));
                Assert.Equal([at], ArgMax(x, columns));
            }
    }

    [Fact]
    public void All_MinusInfinity_HasNoShare()
    {
        float[] x = [3, float.NegativeInfinity, 3, float.NegativeInfinity];
        Bits.AssertEqual([0.5f, 0, 0.5f, 0], Run(RowMath.Softmax, x, 4));
        float half = -MathF.Log(2);
        Assert.Equal([half, float.NegativeInfinity, half, float.NegativeInfinity], Run(RowMath.LogSoftmax, x, 4));
        Assert.Equal([3 - half], Run(RowMath.LogSumExp, x, 4, 1));
    }

    [Fact]
    public void ArgMax_AnyColumns_IsTheFirstOfTheLargest()
    {
        foreach (int columns in _columns)
        {
            float[] x = [.. Draw.Normal((RowKernels.RowsPerChunk(columns) + 50) * columns, 1).Select(value => MathF.Round(value) + 0)]; // many equals, no −0
            int[] expected = [.. x.Chunk(columns).Select(row => Array.IndexOf(row, row.Max()))];
            Assert.Equal(expected, ArgMax(x, columns));
        }
    }

    [Fact]
    public void ArgMax_SpecialNumbersAmongManyRows_ConcernTheirRowAlone()
    {
        foreach (int columns in _columns.Where(columns => columns > 1))
        {
            float[] x = Draw.Normal((RowKernels.RowsPerChunk(columns) + 50) * columns, 1);
            int[] expected = ArgMax(x, columns);
            foreach (int row in (int[])[0, 3, expected.Length - 40, expected.Length - 1])
                foreach (var (first, last, at) in ((float, float, int)[])[
                    (float.NaN, float.NaN, 0), (float.PositiveInfinity, float.NaN, columns - 1), (float.NegativeInfinity, 9, columns - 1),
                        (-0f, 0f, columns - 1), (0f, -0f, 0)])
                {
                    float[] changed = [.. x];
                    changed.AsSpan(row * columns, columns).Fill(float.NegativeInfinity);
                    (changed[row * columns], changed[(row * columns) + columns - 1]) = (first, last);
                    int[] wanted = [.. expected];
                    wanted[row] = at;
                    Assert.Equal(wanted, ArgMax(changed, columns));
                }
        }
    }

    [Fact]
    public void ArgMax_SpecialNumbers()
    {
        Assert.Equal([1], ArgMax([1, float.PositiveInfinity, float.PositiveInfinity], 3));
        Assert.Equal([0], ArgMax([float.NegativeInfinity, float.NegativeInfinity], 2));
        Assert.Equal([1], ArgMax([float.PositiveInfinity, float.NaN, float.NaN], 3));
        Assert.Equal([1], ArgMax([-0f, 0f, 0f], 3));
    }

    [Fact]
    public void All_NoRows_DoNothing()
    {
        Assert.Empty(Run(RowMath.Softmax, [], 3));
        Assert.Empty(Run(RowMath.LogSoftmax, [], 3));
        Assert.Empty(Run(RowMath.LogSumExp, [], 3));
        Assert.Empty(ArgMax([], 3));
    }

    [Fact]
    public void All_LongerResult_LeaveItsEnd()
    {
        float[] y = [9, 9, 9];
        RowMath.Softmax([1, 1], y, 2);
        Assert.Equal([0.5f, 0.5f, 9], y);
        RowMath.LogSumExp([1, 2], y, 1);
        Assert.Equal([1, 2, 9], y);
        int[] indices = [7, 7];
        RowMath.ArgMax([1, 2], indices, 2);
        Assert.Equal([1, 7], indices);
    }

    [Fact]
    public void All_AfterTheFirst_AllocateNothing()
    {
        float[] x = Draw.Normal(640, 1), y = new float[640];
        int[] indices = new int[64];
        Assert.Equal(0, Allocations.Of(() =>
        {
            RowMath.Softmax(x, y, 10);
            RowMath.LogSoftmax(x, y, 10);
            RowMath.LogSumExp(x, y, 10);
            RowMath.ArgMax(x, indices, 10);
        }));
    }

    [Fact]
    public void All_NoWholeRows_SayHowManyFloats()
    {
        foreach (
            Action call in (Action[])[() => Run(RowMath.Softmax, new float[25], 10), () => Run(RowMath.LogSumExp, new float[25], 10), () =>
                ArgMax(new float[25], 10)])
            Assert.StartsWith("x has 25 floats, which is not a whole number of rows of 10.", Assert.Throws<ArgumentException>("x", call).Message,
                StringComparison.Ordinal);
    }

    [Fact]
    public void All_ResultTooShort_SayHowMuchRoomThereIs()
    {
        Assert.StartsWith("x has 30 floats, y has room for 29.",
            Assert.Throws<ArgumentException>("y", () => RowMath.Softmax(new float[30], new float[29], 10)).Message, StringComparison.Ordinal);
        Assert.StartsWith("x has 3 rows of 10, y has room for 2.",
            Assert.Throws<ArgumentException>("y", () => RowMath.LogSumExp(new float[30], new float[2], 10)).Message, StringComparison.Ordinal);
        Assert.StartsWith("x has 3 rows of 10, y has room for 2.",
            Assert.Throws<ArgumentException>("y", () => RowMath.ArgMax(new float[30], new int[2], 10)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0), InlineData(-3)]
    public void All_NoColumns_Throw(int columns)
    {
        Assert.Throws<ArgumentOutOfRangeException>(nameof(columns), () => RowMath.Softmax(new float[30], new float[30], columns));
        Assert.Throws<ArgumentOutOfRangeException>(nameof(columns), () => RowMath.LogSumExp(new float[30], new float[30], columns));
        Assert.Throws<ArgumentOutOfRangeException>(nameof(columns), () => RowMath.ArgMax(new float[30], new int[30], columns));
    }

    [Theory]
    [InlineData(0, 10, "y begins 10 floats after x"), InlineData(29, 0, "y begins 29 floats before x")]
    public void Softmax_OverlapThatIsNotTheSame_Throws(int x, int y, string message)
    {
        float[] all = new float[60];
        Assert.StartsWith(message, Assert.Throws<ArgumentException>(nameof(y), () => RowMath.Softmax(all.AsSpan(x, 30), all.AsSpan(y), 10)).Message,
            StringComparison.Ordinal);
        RowMath.LogSoftmax(all.AsSpan(0, 30), all.AsSpan(30), 10); // side by side
    }

    [Fact]
    public void LogSumExp_ResultWithinX_Throws()
    {
        float[] all = new float[33];
        Assert.Throws<ArgumentException>("y", () => RowMath.LogSumExp(all.AsSpan(0, 30), all, 10));
        RowMath.LogSumExp(all.AsSpan(0, 30), all.AsSpan(30), 10);
    }

    private static void Naive(ReadOnlySpan<float> x, Span<float> softmax, Span<float> log, out float logSumExp)
    {
        float max = float.NegativeInfinity;
        foreach (float value in x) max = Math.Max(max, value);
        float[] partials = new float[16];
        for (int j = 0; j < x.Length; j++)
        {
            log[j] = x[j] - max;
            Exponential.Exp(new F32x1(log[j])).Store(ref softmax[j]);
            partials[x.Length < 16 ? 0 : j % 16] += softmax[j];
        }
        float sum = x.Length < 16 ? partials[0] : RowKernels.Fold(partials), logarithm = Exponential.Log(sum), factor = 1 / sum;
        for (int j = 0; j < x.Length; j++)
            (softmax[j], log[j]) = (softmax[j] * factor, log[j] - logarithm);
        logSumExp = max + logarithm;
    }

    /// <summary>The results, <paramref name="length"/> of them or as many as there are numbers.</summary>
    private static float[] Run(RowFunction function, float[] x, int columns, int? length = null, Workers? workers = null)
    {
        float[] y = Draw.Filled(length ?? x.Length, float.NaN);
        function(x, y, columns, workers);
        return y;
    }

    private static int[] ArgMax(float[] x, int columns)
    {
        int[] y = new int[x.Length / Math.Max(1, columns)];
        RowMath.ArgMax(x, y, columns);
        return y;
    }
}
