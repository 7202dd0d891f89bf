namespace ScratchNN.Tests;

/// <summary>Clouds of points, one per class: what any classifier must learn.</summary>
internal static class Blobs
{
    public const int Count = 300, Features = 4, Classes = 3;

    /// <summary>Points around one random centre per class, classes in turn.</summary>
    public static (float[,] X, int[] Y) Make(ulong seed = 1, int count = Count, int features = Features, int classes = Classes)
    {
        var random = new RandomStream(seed, 0);
        float[] centers = new float[classes * features], point = new float[features];
        random.FillUniform(centers, -4, 4);
        float[,] x = new float[count, features];
        int[] y = new int[count];
        for (int row = 0; row < count; row++)
        {
            y[row] = row % classes;
            random.FillNormal(point, 1);
            for (int i = 0; i < features; i++) x[row, i] = centers[(y[row] * features) + i] + point[i];
        }
        return (x, y);
    }

    /// <summary>The labels as rows of zeros with a one.</summary>
    public static float[,] OneHot(int[] labels, int classes = Classes)
    {
        float[,] rows = new float[labels.Length, classes];
        for (int row = 0; row < labels.Length; row++) rows[row, labels[row]] = 1;
        return rows;
    }

    /// <summary>A small model for them, not built; it ends in logits.</summary>
    public static Sequential Model(int hidden = 16) => new(new Dense(hidden), new ReLU(), new Dense(Classes));
}
