using ScratchNN.Kernels;

namespace ScratchNN.Tests.Kernels;

public sealed class MatrixViewTests
{
    [Fact]
    public void RowMajor_ReadsRowAfterRow()
    {
        var matrix = MatrixView.RowMajor([1, 2, 3, 4, 5, 6], 3);
        Assert.Equal(2, matrix[0, 1]);
        Assert.Equal(4, matrix[1, 0]);
        Assert.Equal(6, matrix[1, 2]);
    }

    [Fact]
    public void Transposed_SwapsRowsAndColumns()
    {
        var matrix = MatrixView.Transposed([1, 2, 3, 4, 5, 6], 3);
        Assert.Equal(2, matrix[1, 0]);
        Assert.Equal(4, matrix[0, 1]);
        Assert.Equal(6, matrix[2, 1]);
    }
}
