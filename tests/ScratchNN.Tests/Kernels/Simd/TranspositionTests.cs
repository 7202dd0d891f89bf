using ScratchNN.Kernels;

namespace ScratchNN.Tests.Kernels;

public sealed class TranspositionTests
{
    [Theory]
    [InlineData(0), InlineData(3)]
    public void Copy_AnySize_SwapsRowsAndColumnsAndLeavesTheRest(int gap)
    {
        for (int rows = 0; rows <= 20; rows++)
            for (int columns = 0; columns <= 20; columns++)
            {
                int xStride = columns + gap, yStride = rows + gap;
                float[] x = Draw.Normal(rows * xStride, 1), y = Draw.Filled(columns * yStride, float.NaN), expected = Draw.Filled(y.Length, float.NaN);
                for (int i = 0; i < rows; i++)
                    for (int j = 0; j < columns; j++)
                        expected[(j * yStride) + i] = x[(i * xStride) + j];

                Transposition.Copy(x, xStride, y, yStride, rows, columns);

                Bits.AssertEqual(expected, y, $"{rows} × {columns}");
            }
    }
}
