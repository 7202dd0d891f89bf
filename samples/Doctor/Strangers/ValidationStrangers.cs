using ScratchNN;
using ScratchNN.Numerics;
using static Doctor.Patient;
using static Doctor.Sets;

namespace Doctor;

/// <summary>Validation data that is unlike the training data, seen before the first step.</summary>
internal static class ValidationStrangers
{
    private static readonly Sign[] _wrong = [Signs.Order, Signs.Overfitting, Signs.Rate];

    public static Stranger[] All { get; } =
    [
        new("1b validation pixels × 16", Kind.Validation, seed =>
            Fit(Even(Digits(seed)), Hidden(32, 10), validation: Odd(Digits(seed)).Each(pixel => 16 * pixel), score: Score.OfConfidence))
        {
            Right = [new("", "validation", "times|scale") { Number = (14, 18) }],
            Wrong = _wrong,
            Obeyed = (seed, _) => Fit(Even(Digits(seed)), Hidden(32, 10), validation: Odd(Digits(seed)), score: Score.OfConfidence),
        },
        new("1b validation pixels × 255", Kind.Validation, seed =>
            Fit(Even(Digits(seed)), Hidden(32, 10), validation: Odd(Digits(seed)).Each(pixel => 255 * pixel), score: Score.OfConfidence))
        {
            Right = [new("", "validation", "times|scale") { Number = (225, 285) }],
            Wrong = _wrong,
            Obeyed = (seed, _) => Fit(Even(Digits(seed)), Hidden(32, 10), validation: Odd(Digits(seed)), score: Score.OfConfidence),
        },
        new("9 the last classes to validate on", Kind.Validation, seed =>
            Fit(Digits(seed).Rows(row => Digits(seed).Y[row] < 8), Hidden(32, 10), validation: Digits(seed).Rows(row => Digits(seed).Y[row] >= 8)))
        {
            Right = [new("", "validation", "8", "9", "class", "no training|not in training|none of the training|never|not among")],
            Wrong = _wrong,
            Obeyed = (seed, _) => Fit(Even(Digits(seed)), Hidden(32, 10), validation: Odd(Digits(seed))),
        },
        new("9 one class to validate on", Kind.Validation, seed =>
            Fit(Even(Blobs(seed)), validation: Odd(Blobs(seed)).Rows(row => Odd(Blobs(seed)).Y[row] == 3)))
        {
            Right = [new("", "validation", "class 3|one class|only class|same label")],
            Wrong = _wrong,
        },
        new("9 validation from another source", Kind.Validation, seed => Fit(Even(Blobs(seed)), validation: Odd(Blobs(seed)).Each(x => x + 3)))
        {
            Right = [new("", "validation", "mean|moved|shift|unlike|differ|source")],
            Near = [new("SNN018", "both readings")],
            Wrong = _wrong,
            Obeyed = (seed, _) => Fit(Even(Blobs(seed)), validation: Odd(Blobs(seed))),
        },
        new("c two columns exchanged in validation", Kind.Validation, seed => Fit(Even(Offset(seed)), validation: Exchanged(Odd(Offset(seed)))))
        {
            Right = [new("", "validation", "column", "2", "mean|moved|shift|unlike|differ|exchanged|order")],
            Wrong = _wrong,
            Obeyed = (seed, _) => Fit(Even(Offset(seed)), validation: Odd(Offset(seed))),
        },
        new("13 validation beyond training", Kind.Validation, seed => Fit(Windows(seed, 1, 20), Tanh(), Series, validation: Windows(seed, 21, 45)))
        {
            Right = [new("", "validation", "above|beyond|outside|larger than|range|moved|differ|mean")],
            Wrong = _wrong,
            Obeyed = (seed, _) => Differences(seed, Windows(seed, 21, 45)),
        },
        new("o01 copies made before the split", Kind.Validation, seed => Gap(seed, Augmented(seed, 0, 150), null))
        {
            Right = [new("", "validation", "nearest|nearer|near copies|almost|copies|near-duplicate")],
            Wrong = [Signs.Order, Signs.Rate],
            Obeyed = (seed, _) => Gap(seed, Augmented(seed, 0, 120), Augmented(seed, 120, 400)),
        },
    ];

    public static TrainerOptions Series => With(new Adam(0.01f), epochs: 300, batchSize: 16);

    private static Set Even(Set set) => set.Rows(row => row % 8 < 4); // classes alternate: halves of both

    private static Set Odd(Set set) => set.Rows(row => row % 8 >= 4);

    /// <summary>Unlike ReLUs they notice how large their inputs are.</summary>
    public static Sequential Tanhs() => new(new Dense(32), new Tanh(), new Dense(10));

    public static Sequential Tanh() => new(new Dense(6), new Tanh(), new Dense(1));

    /// <summary>Columns of different means, as a table has.</summary>
    public static Set Offset(ulong seed) => Blobs(seed).After(set =>
    {
        for (int row = 0; row < set.Count; row++)
            for (int column = 0; column < set.Features; column++) set.X[row, column] = (set.X[row, column] / 2) + (0.5f * (column - 4));
    });

    public static Set Exchanged(Set set) => set.After(set =>
    {
        for (int row = 0; row < set.Count; row++) (set.X[row, 2], set.X[row, 5]) = (set.X[row, 5], set.X[row, 2]);
    });

    /// <summary>Five numbers in a row of a series that rises by 1, all divided by 20; the next is the target.</summary>
    public static Set Windows(ulong seed, int first, int last)
    {
        int n = 4 * (last - first - 4);
        float[,] x = new float[n, 5], y = new float[n, 1];
        var random = new RandomStream(seed, 7);
        for (int row = 0; row < n; row++)
        {
            float start = first + (row / 4) + (0.1f * random.NextSingle());
            for (int i = 0; i < 5; i++) x[row, i] = (start + i) / 20;
            y[row, 0] = (start + 5) / 20;
        }
        return new Set(seed, x, [], y);
    }

    /// <summary>Learns differences in place of the numbers, which are alike everywhere, and is scored on the numbers that they make.</summary>
    public static Visit Differences(ulong seed, Set asked)
    {
        var model = Tanh();
        var visit = Fit(Relative(Windows(seed, 1, 20)), model, Series);
        float[,] answers = model.Predict(Relative(asked.Copy()).X);
        double errors = 0, variance = 0, mean = Enumerable.Range(0, asked.Count).Average(row => asked.Targets![row, 0]);
        for (int row = 0; row < asked.Count; row++)
        {
            errors += Math.Pow(answers[row, 0] + asked.X[row, 4] - asked.Targets![row, 0], 2);
            variance += Math.Pow(asked.Targets[row, 0] - mean, 2);
        }
        return visit with { Score = Math.Min(Score.Nothing, errors / variance) };
    }

    private static Set Relative(Set set) => set.After(set =>
    {
        for (int row = 0; row < set.Count; row++)
        {
            float last = set.X[row, 4];
            for (int i = 0; i < 5; i++) set.X[row, i] -= last;
            set.Targets![row, 0] -= last;
        }
    });

    /// <summary>Eight noisy copies of each of some digits.</summary>
    private static Set Augmented(ulong seed, int first, int end)
    {
        var digits = Digits(seed);
        var copies = digits.Rows(Enumerable.Range(8 * first, 8 * (end - first)).Select(row => row / 8));
        float[] noise = new float[copies.Features];
        var random = new RandomStream(seed, 8);
        for (int row = 0; row < copies.Count; row++)
        {
            random.FillNormal(noise, 0.05f);
            for (int column = 0; column < copies.Features; column++) copies.X[row, column] += noise[column];
        }
        return copies;
    }

    /// <summary>
    /// The score is by how much validation flatters: what is missed of other digits, beyond what is missed of those to validate on, both divided by what
    /// guessing misses.
    /// </summary>
    private static Visit Gap(ulong seed, Set set, Set? validation)
    {
        var model = Hidden(32, 10);
        var trainer = new Trainer(model, With(new Adam(0.005f)) with { Seed = seed, ValidationSplit = validation == null ? (Split)0.2 : null });
        TrainingHistory? history = null;
        var found = Trial.Found(() =>
            (history = validation == null ? trainer.Fit(set.X, set.Y)
                : trainer.Fit(Dataset.From(set.X, set.Y), Dataset.From(validation.X, validation.Y))).Findings);
        var others = Digits(seed).Rows(row => row >= 400);
        return new Visit(found, Math.Abs(Score.Of(model, others) - (history == null ? 0 : (1 - history.Epochs[^1].ValidationAccuracy!.Value) / 0.9)));
    }
}
