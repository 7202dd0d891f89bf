using ScratchNN.Numerics;
using static Doctor.Sets;

namespace Doctor;

/// <summary>Data of strangers, made again.</summary>
internal static class StrangeSets
{
    private const double Missed = 0.15; // the share of missing values

    /// <summary>All of class 0, and every 300th of class 1.</summary>
    public static Set Rare(ulong seed) => Blobs(seed, classes: 2, spread: 3, count: 20_000).Each(x => x / 3) is var set
        ? set.Rows(row => set.Y[row] == 0 || row % 600 == 1) : null!;

    /// <summary>A third column of −2 to 2 decides y, and in 15 % of the rows a marker stands for it.</summary>
    public static Set Missing(ulong seed, float marker) => ThirdColumn(seed, (value, isMissing) => isMissing ? marker : value);

    /// <summary>Likewise, with heights of 150 to 200.</summary>
    public static Set Heights(ulong seed, float marker) => ThirdColumn(seed, (value, isMissing) => isMissing ? marker : 175 + (12.5f * value));

    /// <summary>The mean in place of the marker, and a column that says so.</summary>
    public static Set Filled(ulong seed)
    {
        var set = Missing(seed, float.NaN);
        float[] missing = [.. Enumerable.Range(0, set.Count).Select(row => float.IsNaN(set.X[row, 2]) ? 1f : 0)];
        return set.Column(2, value => float.IsNaN(value) ? 0 : value).WithColumn(row => missing[row]);
    }

    /// <summary>The last 20 of draws with shares of 48, 24, 16, 8 and 4 %, each row divided by its norm; the next is the label.</summary>
    public static Set Draws(ulong seed)
    {
        var random = new RandomStream(seed, 4);
        int[] draws = new int[4020];
        for (int i = 0; i < draws.Length; i++) draws[i] = random.NextSingle() switch { < 0.48f => 0, < 0.72f => 1, < 0.88f => 2, < 0.96f => 3, _ => 4 };
        float[,] x = new float[4000, 20];
        for (int row = 0; row < 4000; row++)
        {
            double norm = Math.Max(1, Math.Sqrt(draws[row..(row + 20)].Sum(draw => draw * draw)));
            for (int i = 0; i < 20; i++) x[row, i] = (float)(draws[row + i] / norm);
        }
        return new Set(seed, x, draws[20..]);
    }

    public static Set Chance(ulong seed) => Curve(seed, (_, _) => 0, noise: 1);

    public static Set Scrambled(ulong seed) => Digits(seed).After(set =>
    {
        var random = new RandomStream(seed, 4);
        float[] pixels = new float[set.Features];
        for (int row = 0; row < set.Count; row++)
        {
            for (int i = 0; i < pixels.Length; i++) pixels[i] = set.X[row, i];
            random.Shuffle(pixels.AsSpan());
            for (int i = 0; i < pixels.Length; i++) set.X[row, i] = pixels[i];
        }
    });

    /// <summary>[features × samples] read as [samples × features].</summary>
    public static Set Flattened(ulong seed)
    {
        var set = Digits(seed);
        float[,] x = new float[set.Count, set.Features];
        for (int i = 0; i < x.Length; i++) x[i / set.Features, i % set.Features] = set.X[i % set.Count, i / set.Count];
        return set with { X = x };
    }

    /// <summary>Bytes divided by 255 as integers: 1 where the pixel is at its largest, else 0.</summary>
    public static Set Integers(ulong seed) => Digits(seed).Each(pixel => (int)(255 * pixel) / 255);

    public static float[,] AsNumbers(int[] labels)
    {
        float[,] y = new float[labels.Length, 1];
        for (int row = 0; row < labels.Length; row++) y[row, 0] = labels[row];
        return y;
    }

    /// <summary>y is a wave of the day; column 0 counts hours, in seconds, or seconds.</summary>
    public static Set Hours(ulong seed, float start, int unit = 3600) => Curve(seed, (_, b) => b, noise: 0.02f).After(set =>
    {
        for (int row = 0; row < set.Count; row++)
        {
            set.X[row, 0] = start + (row * unit);
            set.Targets![row, 0] += MathF.Sin(row / 100f);
        }
    });

    /// <summary>The last ten values of a random walk; the next is the target.</summary>
    public static Set Walk(ulong seed)
    {
        float[] walk = new float[1010];
        new RandomStream(seed, 4).FillNormal(walk, 1);
        for (int i = 1; i < walk.Length; i++) walk[i] += walk[i - 1];
        double mean = walk.Average(value => (double)value), deviation = Math.Sqrt(walk.Average(value => Math.Pow(value - mean, 2)));
        float[,] x = new float[1000, 10], y = new float[1000, 1];
        for (int row = 0; row < 1000; row++)
        {
            for (int i = 0; i < 10; i++) x[row, i] = (float)((walk[row + i] - mean) / deviation);
            y[row, 0] = (float)((walk[row + 10] - mean) / deviation);
        }
        return new Set(seed, x, [], y);
    }

    public static Set Typo(ulong seed) => Curve(seed, (a, b) => MathF.Sin(a) + b).After(set => set.Targets![123, 0] = 10_000);

    /// <summary>Blobs with a number of six digits beside them.</summary>
    public static Set Customers(ulong seed)
    {
        var random = new RandomStream(seed, 4);
        return Blobs(seed).WithColumn(_ => 100_000 + random.NextInt32(900_000));
    }

    private static Set ThirdColumn(ulong seed, Func<float, bool, float> seen)
    {
        var set = Curve(seed, (a, b) => 0.3f * (a + b));
        var random = new RandomStream(seed, 4);
        float[] values = [.. Enumerable.Range(0, set.Count).Select(_ => (4 * random.NextSingle()) - 2)];
        bool[] isMissing = [.. Enumerable.Range(0, set.Count).Select(_ => random.NextSingle() < Missed)];
        for (int row = 0; row < set.Count; row++) set.Targets![row, 0] += MathF.Sin(2 * values[row]);
        return set.WithColumn(row => seen(values[row], isMissing[row]));
    }
}
