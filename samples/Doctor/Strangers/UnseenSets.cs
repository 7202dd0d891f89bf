using ScratchNN.Numerics;
using static Doctor.Sets;

namespace Doctor;

/// <summary>Data of the strangers that came last.</summary>
internal static class UnseenSets
{
    private const int Side = 8, Colours = 3;

    /// <summary>Column 0 is the number of one of 30 categories, and most of the class; column 1 tells a little.</summary>
    public static Set Categories(ulong seed)
    {
        var random = new RandomStream(seed, 11);
        int[] classes = [.. Enumerable.Range(0, 30).Select(_ => random.NextInt32(4))], y = new int[1200];
        float[,] x = new float[y.Length, 2];
        for (int row = 0; row < y.Length; row++)
        {
            int category = random.NextInt32(30);
            y[row] = random.NextSingle() < 0.05f ? random.NextInt32(4) : classes[category];
            (x[row, 0], x[row, 1]) = (category, y[row] + (2 * random.NextSingle()));
        }
        return new Set(seed, x, y);
    }

    /// <summary>A column for each category in place of column 0.</summary>
    public static Set OneHot(Set set)
    {
        float[,] x = new float[set.Count, 31];
        for (int row = 0; row < set.Count; row++) (x[row, (int)set.X[row, 0]], x[row, 30]) = (1, set.X[row, 1]);
        return set with { X = x };
    }

    public static Set Ordered(ulong seed) => Curve(seed, (a, b) => MathF.Sin(2 * a) + b) is var set
        ? set.Rows(Enumerable.Range(0, set.Count).OrderBy(row => set.Targets![row, 0])) : null!;

    public static Set Measured(ulong seed) => Curve(seed, (a, b) => MathF.Sin(a) + b);

    public static Set Hundredfold(Set set) => set.After(set =>
    {
        for (int row = 0; row < set.Count; row++) set.Targets![row, 0] *= 100;
    });

    public static Set Unmeasured(ulong seed) => Measured(seed).After(set =>
    {
        var random = new RandomStream(seed, 12);
        for (int row = 0; row < set.Count; row++)
            if (random.NextSingle() < 0.15f) set.Targets![row, 0] = -999;
    });

    /// <summary>Digits in a colour each, on a background of its own: red, green and blue of each pixel side by side.</summary>
    public static Set Coloured(ulong seed)
    {
        var digits = Digits(seed).Rows(row => row < 900);
        var random = new RandomStream(seed, 13);
        float[,] x = new float[digits.Count, Side * Side * Colours];
        for (int row = 0; row < digits.Count; row++)
        {
            float[] ink = [0.6f + (0.4f * random.NextSingle()), 0.2f + (0.4f * random.NextSingle()), 0.3f * random.NextSingle()];
            for (int i = 0; i < Side * Side; i++)
                for (int colour = 0; colour < Colours; colour++) x[row, (i * Colours) + colour] = digits.X[row, i] * ink[colour];
        }
        return digits with { X = x };
    }

    /// <summary>All of red, then all of green, then all of blue.</summary>
    public static Set Planes(Set set) => Moved(set, (pixel, colour) => (colour * Side * Side) + pixel);

    /// <summary>Blue first.</summary>
    public static Set Reversed(Set set) => Moved(set, (pixel, colour) => (pixel * Colours) + Colours - 1 - colour);

    /// <summary>Whether a point lies within a disc that holds half of them.</summary>
    public static Set Disc(ulong seed) => Curve(seed, (a, b) => (a * a) + (b * b), noise: 0) is var set
        ? new Set(seed, set.X, [.. Enumerable.Range(0, set.Count).Select(row => set.Targets![row, 0] < 2.5f ? 1 : 0)]) : null!;

    public static Set Normed(Set set) => set.After(set =>
    {
        for (int row = 0; row < set.Count; row++)
        {
            float norm = MathF.Sqrt((set.X[row, 0] * set.X[row, 0]) + (set.X[row, 1] * set.X[row, 1]));
            (set.X[row, 0], set.X[row, 1]) = (set.X[row, 0] / norm, set.X[row, 1] / norm);
        }
    });

    /// <summary>20 values of a random walk; whether it is higher 20 steps later is the class.</summary>
    public static Set Windows(ulong seed)
    {
        const int Long = 20, Ahead = 20, Count = 6000;
        float[] walk = new float[Count + Long + Ahead];
        new RandomStream(seed, 14).FillNormal(walk, 0.3f);
        for (int i = 1; i < walk.Length; i++) walk[i] += walk[i - 1];
        float[,] x = new float[Count, Long];
        int[] y = new int[Count];
        for (int row = 0; row < Count; row++)
        {
            for (int i = 0; i < Long; i++) x[row, i] = walk[row + i] / 10;
            y[row] = walk[row + Long - 1 + Ahead] > walk[row + Long - 1] ? 1 : 0;
        }
        return new Set(seed, x, y);
    }

    public static Set Renumbered(Set set) => set with { Y = [.. set.Y.Select(label => ((3 * label) + 1) % 10)] };

    public static Set Half(Set set, int half) => set.Rows(row => row % 2 == half);

    private static Set Moved(Set set, Func<int, int, int> to)
    {
        float[,] x = new float[set.Count, set.Features];
        for (int row = 0; row < set.Count; row++)
            for (int i = 0; i < set.Features; i++) x[row, to(i / Colours, i % Colours)] = set.X[row, i];
        return set with { X = x };
    }
}
