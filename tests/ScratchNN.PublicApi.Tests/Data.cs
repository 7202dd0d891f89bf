namespace ScratchNN.PublicApi.Tests;

internal static class Data
{
    /// <summary>Two clouds of points.</summary>
    public static (float[,] X, int[] Y) Classes(int count = 200)
    {
        var random = new RandomStream(1, 0);
        float[] point = new float[3];
        float[,] x = new float[count, 3];
        int[] y = new int[count];
        for (int row = 0; row < count; row++)
        {
            y[row] = row % 2;
            random.FillNormal(point, 0.5f);
            for (int i = 0; i < 3; i++) x[row, i] = point[i] + (y[row] == 1 ? 1 : -1);
        }
        return (x, y);
    }
}
