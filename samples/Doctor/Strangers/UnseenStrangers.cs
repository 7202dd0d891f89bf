using ScratchNN;
using static Doctor.Patient;
using static Doctor.Sets;
using static Doctor.UnseenSets;

namespace Doctor;

/// <summary>Twelve kinds that came last: signs and cures were written down, and all of them counted, before a check was changed for one of them.</summary>
internal static class UnseenStrangers
{
    private static readonly Sign[] _wrong = [Signs.Order, Signs.Rate, Signs.RateRuledOut, Signs.Dead, Signs.Overfitting];

    public static Stranger[] All { get; } =
    [
        new("q01 numbers of categories as a number", Kind.Data, seed => Fit(Categories(seed), Hidden(16, 4), Trial.Usual))
        {
            Right = [new("", "column 0|x[0]", "categor|one-hot|OneHot|Embedding|codes")],
            Wrong = [.. _wrong, Signs.Scale],
            Obeyed = (seed, _) => Fit(OneHot(Categories(seed)), Hidden(16, 4), Trial.Usual),
        },
        new("q02 numbers in order, not shuffled", Kind.Data, seed => Fit(Ordered(seed), Hidden(16, 1), With(new Adam(0.02f), 10) with { Shuffle = false }))
        {
            Right = [new("", "order|sorted", "shuffle|mix")],
            Wrong = _wrong,
            Obeyed = (seed, _) => Fit(Ordered(seed), Hidden(16, 1), With(new Adam(0.02f), 10)),
        },
        new("q03 missing targets as −999", Kind.Data, seed => Fit(Unmeasured(seed), Hidden(16, 1), asked: Measured(seed)))
        {
            Right = [new("", "y|target", "missing|marker|stand for", "-999|−999")],
            Near = [new("SNN002", "-999|−999")],
            Wrong = [.. _wrong, Signs.Scale],
            Obeyed = (seed, _) => Fit(Unmeasured(seed) is var set ? set.Rows(row => set.Targets![row, 0] > -999) : null!, Hidden(16, 1), asked: Measured(seed)),
        },
        new("q04 pictures channel by channel, read pixel by pixel", Kind.Data, seed => Fit(Planes(Coloured(seed)), Convolutions(), With(new Adam(0.005f), 10)))
        {
            Right = [new("", "channel", "order|first|last|pixel")],
            Wrong = _wrong,
            Obeyed = (seed, _) => Fit(Coloured(seed), Convolutions(), With(new Adam(0.005f), 10)),
        },
        new("q05 each row divided by its norm, which is what counts", Kind.Data, seed => Fit(Normed(Disc(seed)), Hidden(16, 2), With(new Adam(0.02f), 30)))
        {
            Right = [Signs.Neighbours, new("", "norm|length", "row")],
            Wrong = _wrong,
            Obeyed = (seed, _) => Fit(Disc(seed), Hidden(16, 2), With(new Adam(0.02f), 30)),
        },
        new("q06 everything frozen", Kind.Model, seed => Fit(Digits(seed), Frozen(seed, true)))
        {
            Right = [new("", "frozen|Freeze|Unfreeze")],
            Wrong = _wrong,
            Obeyed = (seed, _) => Fit(Digits(seed), Frozen(seed, false)),
        },
        new("q07 a warm-up longer than the training", Kind.Ending, seed =>
            Fit(Digits(seed), Hidden(32, 10), With(new Sgd(0.1f)) with { Schedule = new WarmUp(100_000) }))
        {
            Right = [new("", "WarmUp|warm-up|schedule", "rate|steps")],
            Near = [new("SNN015|SNN017|SNN022", "learning rate|epochs")],
            Wrong = [Signs.Order, Signs.RateRuledOut, Signs.Dead],
            Obeyed = (seed, _) => Fit(Digits(seed), Hidden(32, 10), With(new Sgd(0.1f)) with { Schedule = new WarmUp(100) }),
        },
        new("q08 stopped by the accuracy of 18 rows", Kind.Ending, seed => Fit(Digits(seed), Hidden(32, 10), Stopping(1, 0.01, Metric.Accuracy)))
        {
            Right = [new("", "EarlyStopping|stopped", "patience|few|18|17|still fell")],
            Wrong = [Signs.Order, Signs.RateRuledOut],
            Obeyed = (seed, _) => Fit(Digits(seed), Hidden(32, 10), Stopping(10, 0.2, Goal.Loss)),
        },
        new("q09 windows that overlap, split at random", Kind.Validation, seed => Windowed(seed, 0.2))
        {
            Right = [new("SNN018", "near|nearest|overlap|both sides|copies")],
            Wrong = [Signs.Order, Signs.Rate],
            Obeyed = (seed, _) => Windowed(seed, Split.Last(0.2)),
        },
        new("q10 asked with classes numbered otherwise", Kind.InUse, seed => Ask(Half(Digits(seed), 0), Renumbered(Half(Digits(seed), 1)), Hidden(32, 10)))
        {
            Right = [new("", "class", "numbered|other order|exchanged|otherwise")],
            Obeyed = (seed, _) => Ask(Half(Digits(seed), 0), Half(Digits(seed), 1), Hidden(32, 10)),
        },
        new("q11 asked with blue, green, red for red, green, blue", Kind.InUse, seed =>
            Ask(Half(Coloured(seed), 0), Reversed(Half(Coloured(seed), 1)), Hidden(32, 10)))
        {
            Right = [new("SNN030", "channel|exchanged|order")],
            Near = [new("SNN030")],
            Obeyed = (seed, _) => Ask(Half(Coloured(seed), 0), Half(Coloured(seed), 1), Hidden(32, 10)),
        },
        new("q12 asked with y in another unit", Kind.InUse, seed => Ask(Measured(seed), Hundredfold(Measured(seed)), Hidden(16, 1), With(new Adam(0.01f), 40)))
        {
            Right = [new("", "y|target", "times|unit|scale")],
            Obeyed = (seed, _) => Ask(Measured(seed), Measured(seed), Hidden(16, 1), With(new Adam(0.01f), 40)),
        },
    ];

    private static Sequential Frozen(ulong seed, bool isFrozen)
    {
        var model = Hidden(32, 10);
        model.Build(64, seed);
        if (isFrozen) model.Freeze();
        return model;
    }

    private static Sequential Convolutions() =>
        new(new Reshape(8, 8, 3), new Conv2D(16, 3), new ReLU(), new Conv2D(16, 3), new ReLU(), new GlobalAveragePool2D(), new Dense(10));

    private static TrainerOptions Stopping(int patience, double share, Goal goal) =>
        With(new Adam(0.002f), 60, 180) with { ValidationSplit = share, Callbacks = [new EarlyStopping(patience) { Monitor = goal }] };

    /// <summary>The distance of the accuracy that was promised from that on later windows.</summary>
    private static Visit Windowed(ulong seed, Split split)
    {
        var all = Windows(seed);
        Set set = all.Rows(row => row < 1500), later = all.Rows(row => row >= 1600);
        var model = Hidden(128, 2);
        TrainingHistory? history = null;
        var found = Trial.Found(() =>
            (history = new Trainer(model, With(new Adam(0.005f), 150) with { Seed = seed, ValidationSplit = split }).Fit(set.X, set.Y)).Findings);
        return new Visit(found, Math.Abs(Score.Of(model, later) - (2 * (1 - (history?.Epochs[^1].ValidationAccuracy ?? 1)))));
    }
}
