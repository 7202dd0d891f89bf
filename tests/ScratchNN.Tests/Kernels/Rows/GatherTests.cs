using ScratchNN.Kernels;

namespace ScratchNN.Tests.Kernels;

public sealed class GatherTests
{
    [Theory]
    [InlineData(1, 1, 1), InlineData(5, 3, 7), InlineData(40, 17, 1000), InlineData(3, 64, 5000)]
    public void Gather_AndItsGradient_AreTheirDefinitions(int rows, int columns, int count)
    {
        float[] table = Draw.Normal(rows * columns, 1), dy = Draw.Normal(count * columns, 2),
            indices = [.. Draw.Normal(count, 3).Select(value => MathF.Floor(Math.Abs(value * 100)) % rows)];
        float[] y = new float[count * columns], gradient = new float[table.Length];
        for (int i = 0; i < count; i++)
            for (int j = 0; j < columns; j++)
            {
                y[(i * columns) + j] = table[((int)indices[i] * columns) + j];
                gradient[((int)indices[i] * columns) + j] += dy[(i * columns) + j];
            }

        using var three = new Workers(3);
        foreach (var workers in (Workers[])[Workers.None, three])
        {
            float[] actual = Draw.Filled(y.Length + 1, float.NaN), sums = Draw.Filled(gradient.Length, float.NaN);
            RowKernels.Gather(table, indices, actual, columns, workers);
            RowKernels.GatherGradient(indices, dy, sums, columns, workers);
            Bits.AssertEqual([.. y, float.NaN], actual);
            Bits.AssertEqual(gradient, sums);
        }
    }

    [Fact]
    public void IndexOfNoIndex_IsThePlaceOfTheFirst()
    {
        Assert.Equal(-1, RowKernels.IndexOfNoIndex([0, 1, 2, -0f], 3));
        foreach (float wrong in (float[])[3, -1, 0.5f, 2.0000002f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, 3e9f, float.Epsilon])
            Assert.Equal(1, RowKernels.IndexOfNoIndex([2, wrong, 7], 3));
        Assert.Equal(-1, RowKernels.IndexOfNoIndex([(1 << 24) - 1], 1 << 24));
    }

    [Fact]
    public void TranspositionOfEach_AnySize_IsItsDefinition()
    {
        foreach (var (count, rows, columns) in ((int, int, int)[])[(1, 1, 1), (2, 1, 5), (2, 5, 1), (3, 4, 3), (2, 7, 9), (5, 8, 4), (2, 33, 19)])
        {
            float[] x = Draw.Normal(count * rows * columns, 1), y = Draw.Filled(x.Length, float.NaN), expected = new float[x.Length];
            for (int i = 0; i < x.Length; i++)
            {
                int each = i / (rows * columns), row = i / columns % rows, column = i % columns;
                expected[(each * rows * columns) + (column * rows) + row] = x[i];
            }
            Transposition.OfEach(x, y, count, rows, columns);
            Bits.AssertEqual(expected, y, $"{count} × {rows} × {columns}");
        }
    }
}
