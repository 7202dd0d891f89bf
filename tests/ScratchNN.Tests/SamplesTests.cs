using System.Numerics.Tensors;

namespace ScratchNN.Tests;

public sealed class SamplesTests
{
    [Fact]
    public void Conversion_Matrix_ViewsItsRows()
    {
        float[,] matrix = { { 1, 2, 3 }, { 4, 5, 6 } };
        Samples samples = matrix;
        AssertRows(samples, 3, [1, 2, 3], [4, 5, 6]);

        matrix[1, 2] = 9;
        Assert.Equal(9, samples[1][2]); // not a copy
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2)]
    [InlineData(65536)] // times the size of a row it wraps to 0
    public void Indexer_RowOutOfRange_Throws(int row) =>
        Assert.Throws<ArgumentOutOfRangeException>(nameof(row), () => new Samples(new float[2 * 65536], 65536)[row].Length);

    [Fact]
    public void Conversion_Jagged_ViewsItsRows()
    {
        float[][] rows = [[1, 2, 3], [4, 5, 6]];
        Samples samples = rows;
        AssertRows(samples, 3, [1, 2, 3], [4, 5, 6]);

        rows[1][2] = 9;
        Assert.Equal(9, samples[1][2]);
    }

    [Fact]
    public void Conversion_CollectionExpression_HoldsItsRows()
    {
        Samples samples = [[1, 2], [3, 4], [5, 6]];
        AssertRows(samples, 2, [1, 2], [3, 4], [5, 6]);
        Row[] spread = [.. samples];
        Assert.Equal([5, 6], spread[2].Values!);
    }

    [Fact]
    public void Constructor_SpanAndShape_ViewsTheValues()
    {
        float[] values = [1, 2, 3, 4, 5, 6, 7, 8];
        var samples = new Samples(values, new Shape(2, 2));
        AssertRows(samples, new Shape(2, 2), [1, 2, 3, 4], [5, 6, 7, 8]);

        values[7] = 9;
        Assert.Equal(9, samples[1][3]);
    }

    [Fact]
    public void Conversion_DenseTensor_ViewsItsRows()
    {
        float[] values = [1, 2, 3, 4, 5, 6];
        var tensor = Tensor.Create(values, [(nint)3, 2]);
        Samples samples = tensor;
        AssertRows(samples, 2, [1, 2], [3, 4], [5, 6]);

        values[5] = 9;
        Assert.Equal(9, samples[2][1]);
    }

    [Fact]
    public void Conversion_TensorSpan_ViewsItsRows()
    {
        var span = new ReadOnlyTensorSpan<float>([1, 2, 3, 4, 5, 6], [(nint)2, 3], default);
        AssertRows(span, 3, [1, 2, 3], [4, 5, 6]);
    }

    [Fact]
    public void Conversion_TensorSlice_HoldsTheSlicedRows()
    {
        var tensor = Tensor.Create([.. Enumerable.Range(0, 20).Select(i => (float)i)], [(nint)4, 5]);
        AssertRows(tensor.Slice(1..3, 0..5), 5, [5, 6, 7, 8, 9], [10, 11, 12, 13, 14]); // whole rows: dense
        AssertRows(tensor.Slice(1..4, 1..3), 2, [6, 7], [11, 12], [16, 17]);            // columns: not dense
        AssertRows(tensor.Slice(0..4, 4..5), 1, [4], [9], [14], [19]);
        AssertRows(tensor.Slice(2..3, 1..4), 3, [11, 12, 13]);
    }

    [Fact]
    public void Conversion_TransposedTensor_HoldsTheTransposedRows()
    {
        var tensor = Tensor.PermuteDimensions<float>(Tensor.Create([1f, 2, 3, 4, 5, 6], [(nint)2, 3]), [1, 0]);
        AssertRows(tensor, 2, [1, 4], [2, 5], [3, 6]);
    }

    [Fact]
    public void Conversion_TensorOfImages_KeepsTheirShape()
    {
        var tensor = Tensor.Create([.. Enumerable.Range(0, 2 * 28 * 28).Select(i => (float)i)], [(nint)2, 1, 28, 28]);
        Samples samples = tensor;
        Assert.Equal(2, samples.Count);
        Assert.Equal(new Shape(1, 28, 28), samples.Shape);
        Assert.Equal(784, samples[1][0]);
        Assert.Equal(1567, samples[1][783]);
        Assert.Equal("[2 × 1 × 28 × 28]", samples.ToString());
    }

    [Fact]
    public void Conversion_SlicedImages_KeepsTheirShape()
    {
        var tensor = Tensor.Create([.. Enumerable.Range(0, 3 * 1 * 4 * 4).Select(i => (float)i)], [(nint)3, 1, 4, 4]);
        AssertRows(tensor.Slice(1..3, 0..1, 1..3, 0..2), new Shape(1, 2, 2), [20, 21, 24, 25], [36, 37, 40, 41]);
    }

    [Fact]
    public void Conversion_TensorOfOneDimension_ThrowsAndNamesTheRemedies()
    {
        string message = Assert.Throws<ArgumentException>(() => { Samples samples = Tensor.Create<float>([1, 2, 3]); }).Message;
        Assert.Contains("[3 × 1]", message, StringComparison.Ordinal);
        Assert.Contains("[1 × 3]", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Conversion_TensorOfSixDimensions_Throws() =>
        Assert.Throws<ArgumentException>(() => { Samples samples = Tensor.CreateFromShape<float>([(nint)1, 1, 1, 1, 1, 1]); });

    [Fact]
    public void Conversion_Empty_HasNoSamples()
    {
        AssertEmpty(default);
        AssertEmpty(new float[0, 5]);
        AssertEmpty(Array.Empty<float[]>());
        AssertEmpty([]);
        AssertEmpty(Tensor.CreateFromShape<float>([(nint)0, 4]));
        Assert.Equal(0, new Samples(Array.Empty<float>(), 3).Count);
    }

    [Fact]
    public void Conversion_NoFeatures_Throws()
    {
        Assert.Throws<ArgumentException>(() => { Samples samples = new float[3, 0]; });
        Assert.Throws<ArgumentException>(() => { Samples samples = new float[][] { [], [] }; });
        Assert.Throws<ArgumentException>(() => { Samples samples = Tensor.CreateFromShape<float>([(nint)3, 0]); });
    }

    [Fact]
    public void Conversion_UnequalRows_ThrowsAndNamesTheRow()
    {
        string message = Assert.Throws<ArgumentException>(() => { Samples samples = new float[][] { [1, 2], [3, 4], [5] }; }).Message;
        Assert.Contains("row 0 has 2", message, StringComparison.Ordinal);
        Assert.Contains("row 2 has 1", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Conversion_Null_Throws()
    {
        Assert.Throws<ArgumentNullException>(() => { Samples samples = (float[,])null!; });
        Assert.Throws<ArgumentNullException>(() => { Samples samples = (float[][])null!; });
        Assert.Throws<ArgumentNullException>(() => { Samples samples = (Tensor<float>)null!; });
        Assert.Throws<ArgumentNullException>("rows", () => { Samples samples = new float[][] { [1], null! }; });
    }

    [Fact]
    public void Constructor_NoWholeNumberOfSamples_Throws()
    {
        Assert.Throws<ArgumentException>("values", () => new Samples(new float[7], 2).Count);
        Assert.Throws<ArgumentException>("sample", () => new Samples(new float[7], default).Count);
    }

    [Fact]
    public void Rows_AnyRange_GivesThemRowAfterRow()
    {
        float[] gathered = Draw.Filled(10, float.NaN);
        Samples matrix = new float[,] { { 1, 2 }, { 3, 4 }, { 5, 6 } }, jagged = new float[][] { [1, 2], [3, 4], [5, 6] };
        Assert.Equal([3, 4, 5, 6], matrix.Open().Rows(1, 2, gathered));
        Assert.True(float.IsNaN(gathered[0]), "a matrix is viewed");
        Assert.Equal([3, 4, 5, 6], jagged.Open().Rows(1, 2, gathered));
    }

    [Fact]
    public void Conversions_OfMemoryThatIsViewed_AllocateNothing()
    {
        float[][] jagged = [[1], [2]];
        float[] values = [1, 2, 3];
        int[] labels = [0, 1];
        int count = 0;
        Assert.Equal(0, Allocations.Of(() =>
        {
            Samples fromJagged = jagged, fromMemory = new(values, 1);
            Targets fromLabels = labels, fromNumbers = values;
            count = fromJagged.Count + fromMemory.Count + fromLabels.Count + fromNumbers.Count;
        }));
        Assert.Equal(10, count);
    }

    private static void AssertRows(Samples samples, Shape shape, params float[][] rows)
    {
        Assert.Equal(rows.Length, samples.Count);
        Assert.Equal(shape, samples.Shape);
        for (int i = 0; i < rows.Length; i++)
            Assert.Equal(rows[i], samples[i]);
        Assert.Equal($"[{rows.Length} × {shape.ToString()[1..]}", samples.ToString());
    }

    private static void AssertEmpty(Samples samples)
    {
        Assert.Equal(0, samples.Count);
        Assert.Equal("[0]", samples.ToString());
        foreach (var row in samples) Assert.Fail($"A row of {row.Values?.Length}.");
    }
}
