using ScratchNN;
using ScratchNN.Augmentation;
using ScratchNN.Numerics;
using static Doctor.Patient;
using static Doctor.Sets;
using static Doctor.StrangeSets;

namespace Doctor;

/// <summary>Faults of kinds that came later: signs and cures were written down before a check had seen one of them.</summary>
internal static class LaterStrangers
{
    private static readonly Sign[] _wrong = [Signs.Order, Signs.Rate, Signs.RateRuledOut, Signs.Dead, Signs.Overfitting];

    public static Stranger[] All { get; } =
    [
        new("p01 class weights the wrong way round", Kind.Model, seed =>
            Fit(Uneven(seed), options: Trial.Usual with { ClassWeights = ClassWeights.Of(1, 0.02f) }))
        {
            Right = [new("", "ClassWeights|class weight|weights of the classes")],
            Near = [new("SNN002", "times the samples"), new("SNN012")],
            Wrong = _wrong,
            Obeyed = (seed, _) => Fit(Uneven(seed), options: Trial.Usual with { ClassWeights = ClassWeights.Balanced }),
        },
        new("p02 y one row behind x from the middle on", Kind.Data, seed =>
            Fit(Behind(Digits(seed)), Hidden(32, 10), Trial.Usual with { ValidationSplit = 0.2 }, asked: Digits(seed)))
        {
            Right = [new("", "row|label", "order|shifted|behind|belong|wrong label|mislabel")],
            Near = [Signs.Overfitting, new("SNN018")],
            Wrong = [Signs.Rate, Signs.RateRuledOut, Signs.Dead, Signs.Scale],
            Obeyed = (seed, _) => Fit(Digits(seed), Hidden(32, 10), Trial.Usual with { ValidationSplit = 0.2 }),
        },
        new("p03 AdamW with a weight decay of 1", Kind.Rate, seed => Fit(Digits(seed), Hidden(32, 10), With(new AdamW(0.005f) { WeightDecay = 1 })))
        {
            Right = [new("", "decay")],
            Wrong = [Signs.Order, Signs.RateRuledOut, Signs.Scale],
            Obeyed = (seed, _) => Fit(Digits(seed), Hidden(32, 10), With(new AdamW(0.005f) { WeightDecay = 0.01 })),
        },
        new("p04 the column that matters is a thousandth of the others", Kind.Data, seed => Fit(Tiny(seed, 1e-4f), Hidden(16, 1)))
        {
            Right = [new("SNN002", "column 1|x[1]|columns", "Standardize|scale|small|smaller")],
            Near = [new("", "Standardize|scale")],
            Wrong = [Signs.Order, Signs.RateRuledOut, Signs.Dead],
            Obeyed = (seed, _) => Fit(Tiny(seed, 1e-4f), new Sequential(new Standardize(), new Dense(16), new ReLU(), new Dense(1))),
        },
        new("p05 batch normalisation of batches of 2", Kind.Model, seed => Fit(Digits(seed), Normalized(), With(new Adam(0.02f), 5, 2)))
        {
            Right = [new("", "batch", "BatchNorm|normalis", "2|small|larger|more")],
            Near = [new("SNN020")],
            Wrong = [Signs.Order, Signs.RateRuledOut, Signs.Scale],
            Obeyed = (seed, _) => Fit(Digits(seed), Normalized(), With(new Adam(0.02f), 5, 32)),
        },
        new("p06 a rare class repeated before the split", Kind.Validation, seed => Repeated(seed, true))
        {
            Right = [new("SNN018", "both sides|repeated|copies|twice")],
            Wrong = [Signs.Order, Signs.Rate],
            Obeyed = (seed, _) => Repeated(seed, false),
        },
        new("p07 the rate falls by 2 % a step, meant for an epoch", Kind.Ending, seed =>
            Fit(Digits(seed), Hidden(32, 10), With(new Adam(0.001f)) with { Schedule = new EachStep(0.98) }))
        {
            Right = [new("", "schedule", "0|zero|small|ends|end", "step|rate")],
            Near = [new("SNN015|SNN022")],
            Wrong = [new("SNN015", "gradient is zero"), Signs.Order, Signs.RateRuledOut],
            Obeyed = (seed, _) => Fit(Digits(seed), Hidden(32, 10), With(new Adam(0.001f))),
        },
        new("p08 a first layer of few random units, frozen", Kind.Model, seed => Fit(Digits(seed), Frozen(seed, true)))
        {
            Right = [new("", "frozen|Freeze|Unfreeze"), new("SNN003", "Dense(64 → 3)")],
            Wrong = _wrong,
            Obeyed = (seed, _) => Fit(Digits(seed), Frozen(seed, false)),
        },
        new("p09 a linear model of a ring", Kind.Model, seed => Fit(Ring(seed), new Sequential(new Dense(2)), With(new Adam(0.02f), 30)))
        {
            Right = [new("", "linear|hidden layer|ReLU", "layer|Dense|model")],
            Near = [new("SNN017", "x tells of y")],
            Wrong = _wrong,
            Obeyed = (seed, _) => Fit(Ring(seed), Hidden(16, 2), With(new Adam(0.02f), 30)),
        },
        new("p10 asked with light and dark exchanged", Kind.InUse, seed =>
            Ask(Half(Digits(seed), 0), Half(Digits(seed), 1).Each(pixel => 1 - pixel), Hidden(32, 10)))
        {
            Right = [new("SNN030", "invert|exchanged|1 − x|1 - x|mirror|light|negative")],
            Near = [new("SNN030")],
            Obeyed = (seed, _) => Ask(Half(Digits(seed), 0), Half(Digits(seed), 1), Hidden(32, 10)),
        },
        new("p11 asked with rows and columns of the pictures exchanged", Kind.InUse, seed =>
            Ask(Half(Digits(seed), 0), Turned(Half(Digits(seed), 1)), Hidden(32, 10)))
        {
            Right = [new("SNN030", "transposed|rows and columns|turned|exchanged")],
            Near = [new("SNN030")],
            Obeyed = (seed, _) => Ask(Half(Digits(seed), 0), Half(Digits(seed), 1), Hidden(32, 10)),
        },
        new("p12 missing values as 1E+30", Kind.Data, seed => Fit(Missing(seed, 1e30f), Hidden(16, 1)))
        {
            Right = [new("", "column 2|x[2]", "missing|marker", "1E+30")],
            Wrong = [Signs.Order, Signs.Scale],
            Obeyed = (seed, _) => Fit(Filled(seed), Hidden(16, 1)),
        },
        new("p13 a softmax asked for several yes at once", Kind.Model, seed =>
            Fit(Several(seed), new Sequential(new Dense(16), new ReLU(), new Dense(4), new Softmax()), Trial.Usual with { Loss = new BinaryCrossEntropy() }))
        {
            Right = [new("SNN003|SNN001|SNN002", "Softmax", "several|sum to 1|Sigmoid|without|drop")],
            Wrong = _wrong,
            Obeyed = (seed, _) =>
                Fit(Several(seed), new Sequential(new Dense(16), new ReLU(), new Dense(4), new Sigmoid()),
                    Trial.Usual with { Loss = new BinaryCrossEntropy() }),
        },
        new("p14 noise ten times as large as the pixels", Kind.Model, seed =>
            Fit(Digits(seed), new Sequential(new GaussianNoise(10), new Dense(32), new ReLU(), new Dense(10))))
        {
            Right = [new("", "GaussianNoise|noise", "drown|larger|times|than")],
            Near = [new("", "GaussianNoise")],
            Wrong = _wrong,
            Obeyed = (seed, _) => Fit(Digits(seed), new Sequential(new GaussianNoise(0.1), new Dense(32), new ReLU(), new Dense(10))),
        },
        new("p15 inputs cut to whole numbers", Kind.Data, seed => Fit(Waves(seed).Each(x => (int)x), Hidden(32, 1), With(new Adam(0.01f), 40)))
        {
            Right = [new("SNN002", "different|whole number", "rounded|equal|cut")],
            Wrong = _wrong,
            Obeyed = (seed, _) => Fit(Waves(seed), Hidden(32, 1), With(new Adam(0.01f), 40)),
        },
    ];

    /// <summary>Two classes that overlap, 20 to 1.</summary>
    private static Set Uneven(ulong seed) => Blobs(seed, classes: 2, spread: 3, count: 8000).Each(x => x / 3) is var set
        ? set.Rows(row => set.Y[row] == 0 || row % 40 == 1) : null!;

    private static Set Behind(Set set) => set.After(set =>
    {
        for (int row = set.Count - 1; row > set.Count / 2; row--) set.Y[row] = set.Y[row - 1];
    });

    /// <summary>Column 0 is noise of 1, column 1 decides.</summary>
    private static Set Tiny(ulong seed, float factor) => Curve(seed, (_, b) => MathF.Sin(2 * b)).Column(1, value => factor * value);

    private static Sequential Normalized() => new(new Dense(32), new BatchNorm(), new ReLU(), new Dense(10));

    /// <summary>The distance of the loss that was promised from that on rows that were never seen.</summary>
    private static Visit Repeated(ulong seed, bool before)
    {
        var all = Blobs(seed, classes: 2, spread: 6, count: 4000).Each(x => x / 6);
        var set = all.Rows(row => row < 2000 && (all.Y[row] == 0 || row % 20 == 1));
        Set training = set.Rows(row => row % 5 > 0), held = set.Rows(row => row % 5 == 0), others = all.Rows(row => row >= 2000);
        var options = With(new Adam(0.01f), 100) with { Seed = seed, ValidationSplit = before ? (Split)0.2 : null };
        var model = Hidden(64, 2);
        var trainer = new Trainer(model, options);
        TrainingHistory? history = null;
        var (copied, rare) = (Copied(before ? set : training), Copied(held));
        var found = Trial.Found(() =>
            (history = before ? trainer.Fit(copied.X, copied.Y) : trainer.Fit(Dataset.From(copied.X, copied.Y), Dataset.From(rare.X, rare.Y))).Findings);
        return new Visit(found, Math.Abs(Score.Of(model, others) - (2 * (1 - (history?.Epochs[^1].ValidationAccuracy ?? 1)))));

        static Set Copied(Set set) => set.Rows(Enumerable.Range(0, set.Count).SelectMany(row => Enumerable.Repeat(row, set.Y[row] == 1 ? 10 : 1)));
    }

    private sealed class EachStep(double factor) : LearningRateSchedule
    {
        public override double Factor(in SchedulePass pass) => Math.Pow(factor, pass.Step);
    }

    private static Sequential Frozen(ulong seed, bool isFrozen)
    {
        var model = new Sequential(new Dense(3), new ReLU(), new Dense(32), new ReLU(), new Dense(10));
        model.Build(64, seed);
        if (isFrozen) model.Freeze("0.*");
        return model;
    }

    private static Set Ring(ulong seed) => Curve(seed, (a, b) => (a * a) + (b * b), noise: 0) is var set
        ? new Set(seed, set.X, [.. Enumerable.Range(0, set.Count).Select(row => set.Targets![row, 0] < 2.5f ? 1 : 0)]) : null!;

    private static Set Half(Set set, int half) => set.Rows(row => row % 2 == half);

    private static Set Turned(Set set)
    {
        float[,] x = new float[set.Count, 64];
        for (int row = 0; row < set.Count; row++)
            for (int i = 0; i < 64; i++) x[row, i] = set.X[row, (i % 8 * 8) + (i / 8)];
        return set with { X = x };
    }

    private static Set Several(ulong seed)
    {
        float[] values = new float[4 * 640];
        new RandomStream(seed, 4).FillNormal(values, 1);
        float[,] x = new float[640, 4], y = new float[640, 4];
        for (int i = 0; i < values.Length; i++) (x[i / 4, i % 4], y[i / 4, i % 4]) = (values[i], values[i] > 0 ? 1 : 0);
        return new Set(seed, x, [], y);
    }

    private static Set Waves(ulong seed) => Curve(seed, (a, b) => MathF.Sin(3 * a) + MathF.Sin(2 * b));
}
