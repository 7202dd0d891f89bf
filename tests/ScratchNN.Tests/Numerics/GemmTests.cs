using CsCheck;

namespace ScratchNN.Tests.Numerics;

/// <summary>The public products: against the naive twin bit for bit, and their guards.</summary>
public sealed class GemmTests
{
    private static readonly int[] _rows = [0, 1, 2, 3, 4, 5, 6, 7, 8, 13];
    private static readonly int[] _columns = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 15, 16, 17, 20, 23, 24, 25, 31, 32, 33, 34, 48, 64, 65, 67];
    private static readonly int[] _depths = [0, 1, 2, 255, 256, 257, 515];

    [Theory]
    [InlineData(Product.Plain), InlineData(Product.TransposedA), InlineData(Product.TransposedB)]
    public void Multiply_AllSizes_GivesTheBitsOfTheReference(Product product)
    {
        foreach (int m in _rows)
            foreach (int n in _columns)
                foreach (int k in _depths)
                    new GemmCase(product, m, n, k).AssertMatchesReference(run => run.Multiply());
    }

    [Theory]
    [InlineData(Product.Plain), InlineData(Product.TransposedA), InlineData(Product.TransposedB)]
    public void Multiply_BiasOrAccumulate_GivesTheBitsOfTheReference(Product product)
    {
        foreach (int m in (int[])[1, 6, 7, 13])
            foreach (int n in _columns)
                foreach (int k in (int[])[0, 1, 256, 515])
                {
                    new GemmCase(product, m, n, k) { HasBias = true }.AssertMatchesReference(run => run.Multiply());
                    new GemmCase(product, m, n, k) { Accumulates = true }.AssertMatchesReference(run => run.Multiply());
                }
    }

    [Theory]
    [InlineData(Product.Plain), InlineData(Product.TransposedA), InlineData(Product.TransposedB)]
    public void Multiply_ManyRows_GivesTheBitsOfTheReference(Product product)
    {
        foreach (int m in (int[])[63, 64, 97, 104, 191, 193, 205, 390]) // blocks of 192 rows, and packing from 64, 96, 192 or 384 on
            foreach (int n in (int[])[1, 10, 16, 20, 33])
                foreach (int k in (int[])[3, 257])
                    new GemmCase(product, m, n, k).AssertMatchesReference(run => run.Multiply());
    }

    [Theory]
    [InlineData(2), InlineData(3), InlineData(7)]
    public void Multiply_WithWorkers_GivesTheBitsOfTheReference(int count)
    {
        using var workers = new Workers(count);
        foreach (var product in Enum.GetValues<Product>())
            foreach (var (m, n, k) in ((int, int, int)[])[(1, 700, 300), (50, 33, 257), (205, 10, 515), (7, 129, 515), (784, 10, 64), (600, 10, 257)])
                new GemmCase(product, m, n, k) { HasBias = true, Workers = workers }.AssertMatchesReference(run => run.Multiply());
    }

    [Fact]
    public void Multiply_DrawnSizes_GivesTheBitsOfTheReference() =>
        Gen.Select(Gen.Int[0, 2], Gen.Int[0, 110], Gen.Int[0, 80], Gen.Int[0, 600], Gen.Bool).Sample(
            (product, m, n, k, accumulates) =>
                new GemmCase((Product)product, m, n, k) { Accumulates = accumulates }.AssertMatchesReference(run => run.Multiply()),
            iter: 150);

    [Theory]
    [InlineData(Product.Plain), InlineData(Product.TransposedA), InlineData(Product.TransposedB)]
    public void Multiply_RowsWithGaps_GivesTheBitsOfTheReference(Product product)
    {
        using var workers = new Workers(3);
        foreach (int m in (int[])[0, 1, 7, 97])
            foreach (int n in (int[])[0, 1, 10, 33])
                foreach (int k in (int[])[0, 1, 257])
                    foreach (int gap in (int[])[0, 5, 100])
                    {
                        new GemmCase(product, m, n, k, gap: gap) { HasBias = true }.AssertMatchesReference(run => run.Multiply());
                        new GemmCase(product, m, n, k, gap: gap) { Accumulates = true, Workers = workers }.AssertMatchesReference(run => run.Multiply());
                    }
    }

    [Theory]
    [InlineData(1), InlineData(3)]
    public void Multiply_ManyZeros_GivesTheBitsOfTheReference(int count)
    {
        using var workers = new Workers(count);
        foreach (var product in Enum.GetValues<Product>())
            foreach (
                var (m, n, k) in ((int, int, int)[])[(64, 128, 784), (784, 128, 64), (64, 32, 100), (205, 70, 515), (1100, 40, 257), (600, 20, 784),
                    (784, 10, 600)])
                new GemmCase(product, m, n, k, isZero: GemmCase.ManyZeros) { HasBias = true, Workers = workers }.AssertMatchesReference(run => run.Multiply());
    }

    [Fact]
    public void Multiply_BlocksOfOneArray_UpdatesOneFromTheOthers()
    {
        // [A C; 0 B] of 2 × 2 blocks in rows of 4, as a block of an elimination sees them: C += A·B
        float[] all = [1, 2, 10, 20, 3, 4, 30, 40, 0, 0, 5, 6, 0, 0, 7, 8];
        Gemm.Multiply(all, all.AsSpan(10), all.AsSpan(2), 2, 2, 2, accumulate: true, lda: 4, ldb: 4, ldc: 4);
        Assert.Equal([1, 2, 10 + 19, 20 + 22, 3, 4, 30 + 43, 40 + 50, 0, 0, 5, 6, 0, 0, 7, 8], all);
    }

    [Fact]
    public void Multiply_LongChains_StaysWithinTheErrorRatioOfBlas()
    {
        foreach (var product in Enum.GetValues<Product>())
            foreach (var (m, n, k) in ((int, int, int)[])[(1, 1, 1), (7, 17, 10), (13, 33, 515), (3, 5, 5000), (2, 20, 42000)])
            {
                Assert.InRange(new GemmCase(product, m, n, k).ErrorRatio(), 0, GemmCase.LargestRatio);
                Assert.InRange(new GemmCase(product, m, n, k, MathF.Abs).ErrorRatio(), 0, GemmCase.LargestRatio); // sums that grow: one chain would not do
            }
    }

    [Fact]
    public void Multiply_LargeAndSmallTerms_AddsChainsOf256()
    {
        // beside 2²⁵ a 1 is lost; 256 of them in the next chain are not
        float[] a = Draw.Filled(512, 1), c = new float[1];
        a[0] = 1 << 25;
        Gemm.Multiply(a, Draw.Filled(512, 1), c, 1, 1, 512);
        Assert.Equal((1 << 25) + 256, c[0]);
    }

    [Fact]
    public void Multiply_PowersOfTwo_IsExact()
    {
        foreach (var product in Enum.GetValues<Product>())
            foreach (int n in _columns)
                Assert.Equal(0, new GemmCase(product, 7, n, 515, GemmCase.PowerOfTwo).ErrorRatio());
    }

    [Theory]
    [InlineData(10), InlineData(16), InlineData(33)]
    public void Multiply_OneRowOrMany_GivesTheRowTheSameBits(int n)
    {
        const int M = 150, K = 300;
        float[] a = Draw.Normal(M * K, 1), b = Draw.Normal(K * n, 2), bias = Draw.Normal(n, 3), row = new float[n];
        foreach (int m in (int[])[2, 50, M])
        {
            float[] c = new float[m * n];
            Gemm.Multiply(a, b, c, m, n, K, bias);
            for (int i = 0; i < m; i++)
            {
                Gemm.Multiply(a.AsSpan(i * K, K), b, row, 1, n, K, bias);
                Bits.AssertEqual(row, c.AsSpan(i * n, n), $"row {i} of {m}");
            }
        }
    }

    [Theory]
    [InlineData(float.NaN), InlineData(float.PositiveInfinity)]
    public void Multiply_NotFinite_ReachesItsRowOrColumnAlone(float value)
    {
        const int M = 13, N = 33, K = 257;
        foreach (int at in (int[])[0, 100, 256])
        {
            float[] a = Draw.Filled(M * K, 1), b = Draw.Filled(K * N, 1), c = new float[M * N];
            a[(8 * K) + at] = value;
            Gemm.Multiply(a, b, c, M, N, K);
            for (int i = 0; i < c.Length; i++) Assert.Equal(i / N == 8 ? value : K, c[i]);

            a[(8 * K) + at] = 1;
            b[(at * N) + 32] = value;
            Gemm.Multiply(a, b, c, M, N, K);
            for (int i = 0; i < c.Length; i++) Assert.Equal(i % N == 32 ? value : K, c[i]);
        }
    }

    [Fact]
    public void Multiply_ZeroTimesInfinity_IsNaN()
    {
        float[] c = new float[1];
        Gemm.Multiply([0], [float.PositiveInfinity], c, 1, 1, 1);
        Assert.True(float.IsNaN(c[0]));
    }

    [Theory]
    [InlineData(float.NaN), InlineData(float.NegativeInfinity)]
    public void Multiply_ManyZerosTimesInfinity_AreNaN(float value)
    {
        const int M = 64, N = 40, K = 100;
        foreach (var product in Enum.GetValues<Product>())
            foreach (int at in (int[])[0, (50 * N) + 30, (K * N) - 1])
            {
                float[] b = Draw.Filled(K * N, 1), c = new float[M * N];
                b[at] = value;
                GemmCase.Call(product, new float[M * K], b, c, M, N, K);
                int column = product == Product.TransposedB ? at / K : at % N;
                for (int i = 0; i < c.Length; i++) Assert.Equal(i % N == column ? float.NaN : 0, c[i]);
            }
    }

    [Fact]
    public void Multiply_SumTooSmallForAFloat_IsZeroWhicheverStepsAreZero()
    {
        // 0 − 10⁻⁶⁰ rounds to −0, a further 0·1 makes it 0: were the latter skipped, the bias of −0 would keep its sign
        const int M = 16, N = 40, K = 250; // one chain
        float[] a = new float[M * K], b = Draw.Filled(K * N, 1), c = new float[M * N];
        for (int i = 0; i < M; i++) a[i * K] = 1e-30f;
        b.AsSpan(0, N).Fill(-1e-30f);
        Gemm.Multiply(a, b, c, M, N, K, Draw.Filled(N, -0f));
        Bits.AssertEqual(new float[M * N], c, "all zeros are positive");
    }

    [Fact]
    public void Multiply_AfterTheFirst_AllocatesNothing()
    {
        float[] a = Draw.Normal(64 * 784, 1), b = Draw.Normal(784 * 128, 2), c = new float[64 * 128];
        Assert.Equal(0, Allocations.Of(() => Gemm.Multiply(a, b, c, 64, 128, 784)));
        a.AsSpan(10_000).Clear();
        Assert.Equal(0, Allocations.Of(() => Gemm.Multiply(a, b, c, 64, 128, 784)));
    }

    [Theory]
    [InlineData(5, 12, 8, "a"), InlineData(6, 11, 8, "b"), InlineData(6, 12, 7, "c")]
    public void Multiply_SpanTooShort_ThrowsAndNamesIt(int a, int b, int c, string name)
    {
        foreach (var product in Enum.GetValues<Product>())
        {
            var exception = Assert.Throws<ArgumentException>(() => GemmCase.Call(product, new float[a], new float[b], new float[c], 2, 4, 3));
            Assert.Equal(name, exception.ParamName);
        }
    }

    [Theory]
    [InlineData(9, 16, 9, "a", "A [2 × 3] matrix, its rows 7 apart, needs 10 floats, a has 9.")]
    [InlineData(10, 15, 9, "b", "A [3 × 4] matrix, its rows 6 apart, needs 16 floats, b has 15.")]
    [InlineData(10, 16, 8, "c", "A [2 × 4] matrix, its rows 5 apart, needs 9 floats, c has 8.")]
    public void Multiply_SpanTooShortForItsStride_SaysWhatItNeeds(int a, int b, int c, string name, string message)
    {
        var exception = Assert.Throws<ArgumentException>(
            name, () => Gemm.Multiply(new float[a], new float[b], new float[c], 2, 4, 3, lda: 7, ldb: 6, ldc: 5));
        Assert.StartsWith(message, exception.Message, StringComparison.Ordinal);
        Gemm.Multiply(new float[10], new float[16], new float[9], 2, 4, 3, lda: 7, ldb: 6, ldc: 5); // no gap behind the last row
    }

    [Theory]
    [InlineData(2, 4, 4, "lda"), InlineData(3, 3, 4, "ldb"), InlineData(3, 4, 3, "ldc"), InlineData(-3, 4, 4, "lda")]
    public void Multiply_StrideBelowTheColumns_ThrowsAndNamesIt(int lda, int ldb, int ldc, string name) =>
        Assert.Throws<ArgumentOutOfRangeException>(
            name, () => Gemm.Multiply(new float[50], new float[50], new float[50], 2, 4, 3, lda: lda, ldb: ldb, ldc: ldc));

    [Theory]
    [InlineData(0, 50, 5, 90, "a")]   // C begins in A
    [InlineData(5, 50, 0, 90, "a")]   // A begins in C
    [InlineData(20, 0, 11, 90, "b")]  // the last of B is the first of C
    [InlineData(20, 30, 8, 11, "bias")]
    public void Multiply_ResultWithinAnOperand_Throws(int a, int b, int c, int bias, string name)
    {
        float[] all = new float[100]; // A takes 6 floats, B 12, C 8, the bias 4
        var exception = Assert.Throws<ArgumentException>(
            nameof(c), () => Gemm.Multiply(all.AsSpan(a), all.AsSpan(b), all.AsSpan(c), 2, 4, 3, all.AsSpan(bias)));
        Assert.StartsWith($"c shares memory with {name},", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Multiply_OneArrayWithoutCommonElements_IsTaken()
    {
        float[] all = new float[100];
        Gemm.Multiply(all, all.AsSpan(6), all.AsSpan(18), 2, 4, 3, all.AsSpan(26)); // one after the other
        Gemm.Multiply(all.AsSpan(24), all.AsSpan(12), all.AsSpan(4), 2, 4, 3, all);
        Gemm.Multiply(all, all.AsSpan(3), all.AsSpan(7), 2, 4, 3, lda: 11, ldb: 11, ldc: 11); // side by side: 3, 4 and 4 of 11 columns
        Gemm.Multiply(all.AsSpan(17), all.AsSpan(13), all.AsSpan(9), 2, 4, 3, lda: 11, ldb: 11, ldc: 11);
    }

    [Theory]
    [InlineData(2, 11, "a"), InlineData(8, 11, "a"), InlineData(3, 12, "a")] // a column of A, the next row of A, rows that drift over A
    public void Multiply_SideBySideInOneArrayButMeeting_Throws(int c, int ldc, string name)
    {
        float[] all = new float[100];
        var exception = Assert.Throws<ArgumentException>(
            nameof(c), () => Gemm.Multiply(all, new float[12], all.AsSpan(c), 2, 4, 3, lda: 11, ldc: ldc));
        Assert.StartsWith($"c shares memory with {name},", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Multiply_BiasTooShort_Throws() =>
        Assert.Throws<ArgumentException>("bias", () => Gemm.Multiply(new float[6], new float[12], new float[8], 2, 4, 3, new float[3]));

    [Fact]
    public void Multiply_NothingToAdd_AssignsTheBias()
    {
        float[] c = Draw.Filled(300, float.NaN);
        Gemm.MultiplyTransposedA([1], [], c, 100, 3, 0, bias: [1, 2, 3]);
        Assert.Equal(Enumerable.Range(0, 300).Select(i => 1f + (i % 3)), c);
    }

    [Fact]
    public void Multiply_BiasAndAccumulate_Throws() =>
        Assert.Throws<ArgumentException>("bias", () => Gemm.Multiply(new float[6], new float[12], new float[8], 2, 4, 3, new float[4], accumulate: true));

    [Theory]
    [InlineData(-1, 4, 3), InlineData(2, -1, 3), InlineData(2, 4, -1)]
    public void Multiply_NegativeSize_Throws(int m, int n, int k)
    {
        foreach (var product in Enum.GetValues<Product>())
            Assert.Throws<ArgumentOutOfRangeException>(() => GemmCase.Call(product, new float[50], new float[50], new float[50], m, n, k));
    }

    [Fact]
    public void Multiply_SizesBeyondInt32_ThrowsInsteadOfWrapping() =>
        Assert.Throws<ArgumentException>("a", () => Gemm.Multiply(new float[10], new float[10], new float[10], 65536, 1, 65536));
}
