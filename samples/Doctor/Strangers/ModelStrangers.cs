using ScratchNN;
using static Doctor.Patient;
using static Doctor.Sets;

namespace Doctor;

/// <summary>Layers that cannot give what is asked of them.</summary>
internal static class ModelStrangers
{
    private static readonly Sign[] _wrong = [Signs.Order, Signs.Scale, Signs.Rate, Signs.Saturation, Signs.Dead];

    public static Stranger[] All { get; } =
    [
        new("4 targets of 1 to 7 under a sigmoid", Kind.Model, seed => Fit(Curve(seed, (a, b) => 4 + a + (b / 2)), Ending(new Sigmoid())))
        {
            Right = [new("SNN001|SNN003", "Sigmoid", "target", "outside|beyond|reach|never|cannot|lie")],
            Wrong = _wrong,
            Obeyed = (seed, _) => Fit(Curve(seed, (a, b) => 4 + a + (b / 2)), Ending()),
        },
        new("4 a sine under a sigmoid", Kind.Model, seed => Fit(Curve(seed, (a, _) => MathF.Sin(a)), Ending(new Sigmoid())))
        {
            Right = [new("SNN001|SNN003", "Sigmoid", "target", "outside|beyond|reach|never|cannot|lie")],
            Wrong = _wrong,
            Obeyed = (seed, _) => Fit(Curve(seed, (a, _) => MathF.Sin(a)), Ending()),
        },
        new("4 numbers of both signs under a ReLU", Kind.Model, seed => Fit(Curve(seed, (a, _) => a), Ending(new ReLU())))
        {
            Right = [new("SNN001|SNN003", "ReLU", "target", "outside|beyond|reach|below|never|cannot|lie")],
            Wrong = _wrong,
            Obeyed = (seed, _) => Fit(Curve(seed, (a, _) => a), Ending()),
        },
        new("4 an autoencoder of standardised digits ends in ReLU", Kind.Model, seed =>
            Fit(Itself(Digits(seed).Standardized()), new Sequential(new Dense(32), new ReLU(), new Dense(64), new ReLU())))
        {
            Right = [new("SNN001|SNN003", "ReLU", "target", "outside|beyond|reach|below|never|cannot|lie")],
            Wrong = _wrong,
            Obeyed = (seed, _) => Fit(Itself(Digits(seed).Standardized()), Hidden(32, 64)),
        },
        new("4 an autoencoder of standardised digits ends in Sigmoid", Kind.Model, seed =>
            Fit(Itself(Digits(seed).Standardized()), new Sequential(new Dense(32), new ReLU(), new Dense(64), new Sigmoid())))
        {
            Right = [new("SNN001|SNN003", "Sigmoid", "target", "outside|beyond|reach|never|cannot|lie")],
            Wrong = _wrong,
            Obeyed = (seed, _) => Fit(Itself(Digits(seed).Standardized()), Hidden(32, 64)),
        },
        new("20 one unit before ten classes, linear", Kind.Model, seed => Fit(Digits(seed), new Sequential(new Dense(1), new Dense(10))))
        {
            Right = [new("", "Dense(64 → 1)", "10 classes|10 outputs|ten classes")],
            Wrong = [new("SNN003", "Put a ReLU between"), Signs.Order, Signs.Rate],
            Obeyed = (seed, _) => Fit(Digits(seed), Hidden(16, 10)),
        },
        new("20 one unit before ten classes, ReLU", Kind.Model, seed => Fit(Digits(seed), Hidden(1, 10)))
        {
            Right = [new("", "Dense(64 → 1)", "10 classes|10 outputs|ten classes")],
            Wrong = [Signs.Order, Signs.Rate],
            Obeyed = (seed, _) => Fit(Digits(seed), Hidden(16, 10)),
        },
        new("e two ReLUs before the one output, stuck", Kind.Model, seed => Fit(Sum(Stuck(seed)), Narrow(2), With(new Adam(0.005f), 60)))
        {
            Right = [new("SNN013", "dead", "2 units|Dense(16 → 2)")],
            Near = [new("SNN012|SNN017", "dead")],
            Wrong = [Signs.Order, new("SNN013", "The others do the work")],
            Obeyed = (seed, _) => Fit(Sum(Stuck(seed)), Narrow(16), With(new Adam(0.005f), 60)),
        },
        new("o03 all weights set to 1", Kind.Model, seed =>
            Fit(Blobs(seed), Trial.Built(Blobs(seed), Trial.Usually(Blobs(seed)), model => model.Parameter("0.weight").Fill(1))))
        {
            Right = [new("SNN007", "weights", "1")],
            Wrong = [Signs.Order, Signs.Rate],
            Obeyed = (seed, _) => Fit(Blobs(seed)),
        },
    ];

    private static Set Itself(Set set) => set with { Targets = set.X };

    private static Set Sum(ulong seed) => Curve(seed, (a, b) => MathF.Abs(a) + MathF.Abs(b));

    private static Sequential Ending(params Layer[] last) => new([new Dense(16), new Tanh(), new Dense(1), .. last]);

    private static Sequential Narrow(int units) => new(new Dense(16), new ReLU(), new Dense(units), new ReLU(), new Dense(1));

    /// <summary>The first seed from there on whose weights die.</summary>
    private static ulong Stuck(ulong seed)
    {
        ulong tried = 40 * seed;
        while (tried < (40 * seed) + 39 && Fit(Sum(tried), Narrow(2), With(new Adam(0.005f), 60) with { Checks = [] }).Score < 0.95) tried++;
        return tried;
    }
}
