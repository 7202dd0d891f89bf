using Mnist;
using ScratchNN.Numerics;

namespace Doctor;

/// <summary>What is trained on: made-up samples and real digits.</summary>
internal static class Sets
{
    private const int Count = 640; // enough for the trainer's probe of 512

    private static readonly ImageSet _digits = EmbeddedDigits.Read(EmbeddedDigits.Open(), divisor: 16);

    /// <summary>Points around one random centre per class, classes in turn.</summary>
    public static Set Blobs(ulong seed, int features = 8, int classes = 4, float spread = 1, int count = Count)
    {
        var random = new RandomStream(seed, 1);
        float[] centers = new float[classes * features], point = new float[features];
        random.FillUniform(centers, -2, 2);
        float[,] x = new float[count, features];
        int[] y = new int[count];
        for (int row = 0; row < count; row++)
        {
            y[row] = row % classes;
            random.FillNormal(point, spread);
            for (int i = 0; i < features; i++) x[row, i] = centers[(y[row] * features) + i] + point[i];
        }
        return new Set(seed, x, y);
    }

    /// <summary>The embedded digits, pixels from 0 to 1.</summary>
    public static Set Digits(ulong seed) => Of(seed, _digits);

    public static Set Of(ulong seed, ImageSet images)
    {
        float[,] x = new float[images.Count, images.PixelsPerImage];
        for (int row = 0; row < images.Count; row++)
            for (int column = 0; column < images.PixelsPerImage; column++) x[row, column] = images[row][column];
        return new Set(seed, x, [.. images.Labels]);
    }

    /// <summary>Numbers that depend on x, [samples × targets], and some noise.</summary>
    public static Set Curve(ulong seed, Func<float, float, float> f, int targets = 1, float noise = 0.1f)
    {
        var random = new RandomStream(seed, 2);
        float[,] x = new float[Count, 2], y = new float[Count, targets];
        float[] extra = new float[targets];
        for (int row = 0; row < Count; row++)
        {
            (x[row, 0], x[row, 1]) = ((4 * random.NextSingle()) - 2, (4 * random.NextSingle()) - 2);
            random.FillNormal(extra, noise);
            for (int i = 0; i < targets; i++) y[row, i] = f(x[row, i % 2], x[row, 1 - (i % 2)]) + extra[i];
        }
        return new Set(seed, x, [], y);
    }

    public static Set Xor(ulong seed) => new(seed, new float[,] { { 0, 0 }, { 0, 1 }, { 1, 0 }, { 1, 1 } }, [0, 1, 1, 0]);
}
