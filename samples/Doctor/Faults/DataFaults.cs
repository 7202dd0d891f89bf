using ScratchNN;
using ScratchNN.Numerics;
using static Doctor.Sets;
using static Doctor.Trial;

namespace Doctor;

/// <summary>What is wrong with x and y.</summary>
internal static class DataFaults
{
    public static Fault[] All { get; } =
    [
        new("transposed x", "SNN001 transposed", seed => Fit(Transposed(Digits(seed)))),
        new("label 10 of 10", "SNN001 Label 10", seed => Fit(Digits(seed).After(set => set.Y[500] = 10), new Sequential(new Dense(10)))),
        new("labels count from 1", "SNN001 from 1 to 4: classes count from 0", seed => Fit(CountFromOne(Blobs(seed)), new Sequential(new Dense(4)))),
        new("labels count from 1, an output more", "SNN001 from 1", seed =>
            Fit(CountFromOne(Blobs(seed)), new Sequential(new Dense(16), new ReLU(), new Dense(5)))),
        new("one label missing", "SNN001 639", seed => Fit(Blobs(seed) is var set ? set with { Y = set.Y[..^1] } : set)),
        new("made for other images", "SNN001 expects 784", seed => Fit(Digits(seed), new Sequential(new Dense(784, 16), new ReLU(), new Dense(10)))),
        new("targets of another width", "SNN001 per sample", seed => Fit(Blobs(seed).OneHot(), new Sequential(new Dense(3)))),
        new("ten outputs for three classes", "SNN001 outputs", seed => Fit(Blobs(seed, classes: 3), new Sequential(new Dense(16), new ReLU(), new Dense(10)))),
        new("labels never filled", "SNN001 Every label", seed => Fit(Blobs(seed).After(set => Array.Clear(set.Y)), new Sequential(new Dense(4)))),
        new("NaN in row 31", "SNN002 row 31", seed => Fit(Blobs(seed).After(set => set.X[31, 2] = float.NaN))),
        new("infinity in x", "SNN002 Infinity in row 600", seed => Fit(Blobs(seed).After(set => set.X[600, 0] = float.PositiveInfinity))),
        new("NaN in a target", "SNN002 y holds NaN", seed => Fit(Curve(seed, MathF.Max).After(set => set.Targets![7, 0] = float.NaN), Numbers())),
        new("pixels from 0 to 255", "SNN002 inputs go from 0 to 255", seed => Fit(Digits(seed).Each(pixel => 255 * pixel))),
        new("one column in thousands", "SNN002 inputs go from", seed => Fit(Blobs(seed).Column(3, value => 1000 * value))),
        new("a column that never changes", "SNN002 Column 1", seed => Fit(Blobs(seed).Column(1, _ => 5))),
        new("x never filled", "SNN002 samples are the same", seed => Fit(Blobs(seed).Each(_ => 0))),
        new("classes 50 to 1", "SNN002 times the samples", seed => Fit(Imbalanced(Blobs(seed)))),
        new("sorted labels, no shuffle", "SNN002 sorted and not shuffled", seed => Fit(Sorted(Blobs(seed)), options: Usual with { Shuffle = false })),
        new("targets in thousands", "SNN002 targets", seed =>
            Fit(Curve(seed, (a, b) => 3000 * (a + b)), Numbers(), Usual with { Loss = OwnLoss.Squared(1, 2), WhenBroken = WhenBroken.Stop })),
        new("shuffled labels", "SNN017 stays", seed =>
            Fit(Shuffled(Blobs(seed, features: 4, classes: 3)), new Sequential(new Dense(3)), Usual with { Epochs = 60 })),
        new("shuffled labels, validated", "SNN018 carries over", seed =>
            Fit(Shuffled(Digits(seed)), options: Usual with { Epochs = 30, ValidationSplit = 0.2f })),
        new("shuffled targets", "SNN017 stays", seed =>
            Fit(Curve(seed, (a, b) => new RandomStream(seed, (ulong)(1e6f * (a + 4))).NextSingle()), new Sequential(new Dense(1)), Usual with { Epochs = 60 })),
        new("samples on both sides of the split", "SNN018 also occur", seed => Fit(Twice(Blobs(seed)), options: Usual with { ValidationSplit = 0.2f })),
        new("memorised", "SNN018 rises", seed =>
            Fit(Blobs(seed, spread: 3).Each(x => x / 3), new Sequential(new Dense(64), new ReLU(), new Dense(4)),
                Usual with { Epochs = 100, ValidationSplit = 0.7f, Optimizer = new Adam(0.01f) })),
    ];

    private static Sequential Numbers() => new(new Dense(16), new ReLU(), new Dense(1));

    private static Set Transposed(Set set)
    {
        float[,] x = new float[set.Features, set.Count];
        for (int row = 0; row < set.Count; row++)
            for (int column = 0; column < set.Features; column++) x[column, row] = set.X[row, column];
        return set with { X = x };
    }

    private static Set CountFromOne(Set set) => set with { Y = [.. set.Y.Select(label => label + 1)] };

    private static Set Imbalanced(Set set) => set.Rows(Enumerable.Range(0, set.Count).Where(row => set.Y[row] == 0 || row % 50 < 4));

    private static Set Sorted(Set set) => set.Rows(Enumerable.Range(0, set.Count).OrderBy(row => set.Y[row]));

    private static Set Shuffled(Set set) => set.After(set => new RandomStream(set.Seed, 3).Shuffle(set.Y.AsSpan()));

    private static Set Twice(Set set) => set.Rows(Enumerable.Range(0, 2 * set.Count).Select(row => row / 2));
}
