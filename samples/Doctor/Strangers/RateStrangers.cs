using ScratchNN;
using ScratchNN.Diagnostics;
using ScratchNN.Numerics;
using static Doctor.Patient;
using static Doctor.Sets;

namespace Doctor;

/// <summary>Steps of the wrong size, and runs that ended before they could work.</summary>
internal static class RateStrangers
{
    public static Stranger[] All { get; } =
    [
        new("o14 ClipNorm 0.0001", Kind.Rate, seed => Fit(Digits(seed), Hidden(32, 10), With(new Sgd(0.1f)) with { ClipNorm = 0.0001 }))
        {
            Right = [new("", "ClipNorm"), new("SNN015", "multiply the learning rate")],
            Wrong = [Signs.Order, Signs.RateRuledOut],
            Obeyed = (seed, finding) =>
                Fit(Digits(seed), Hidden(32, 10), finding.Advice.Contains("ClipNorm", StringComparison.Ordinal) ? With(new Sgd(0.1f)) : Multiplied(finding)),
        },
        new("o18 Adam(0.9, 0.999): a rate of 0.9", Kind.Rate, seed => Fit(Digits(seed), Hidden(32, 10), With(new Adam(0.9f))))
        {
            Right = [new("", "rate", "0.9") { Not = "multiply" },
                new("SNN013|SNN017|SNN015", "Lower the learning rate|Try the learning rate|Try a learning rate|divide the learning rate") { Not = "multiply" }],
            Near = [new("SNN012|SNN013|SNN015|SNN016", "learning rate")],
            Wrong = [Signs.Order, Signs.RateRuledOut, new("SNN013", "The others do the work")],
            Obeyed = (seed, finding) =>
                Fit(Digits(seed), Hidden(32, 10), With(new Adam(finding.Number("best rate", finding.Code == "SNN015" ? 0.9 * Factor(finding) : 0.09)))),
        },
        new("24 a sum over the rows in a loss", Kind.Rate, seed =>
            Fit(Line(seed), new Sequential(new Dense(1)), With(new Sgd(0.01f), 200, 100) with { Loss = OwnLoss.Squared(100, 200) }))
        {
            Right = [new("", "learning rate|the rate", "divide|lower|try|above|bears|by 10"), new("", "100", "sum|mean|times")],
            Wrong = [Signs.Order, Signs.Scale],
            Obeyed = (seed, finding) =>
                Fit(Line(seed), new Sequential(new Dense(1)),
                    With(new Sgd(finding.Number("best rate", 0.001)), 200, 100) with { Loss = OwnLoss.Squared(100, 200) }),
        },
        new("o07 the schedule reaches 0 after 24 of 1140 steps", Kind.Ending, seed =>
            Fit(Digits(seed), Hidden(32, 10), With(new Adam()) with { Schedule = new UntilStep(24) }))
        {
            Right = [new("", "schedule", "0|zero", "step|rate")],
            Near = [new("SNN015", "learning rate")],
            Wrong = [new("SNN015", "gradient is zero"), Signs.Order, Signs.RateRuledOut],
            Obeyed = (seed, _) => Fit(Digits(seed), Hidden(32, 10), With(new Adam())),
        },
        new("o09 ended after 10 steps", Kind.Ending, seed => Fit(Digits(seed), Hidden(32, 10), With(new Adam(), 1, 180)))
        {
            Right = [new("", "10 steps", "still f|more epochs|more steps|longer|few")],
            Wrong = [Signs.Order, Signs.RateRuledOut],
            Obeyed = (seed, _) => Fit(Digits(seed), Hidden(32, 10), With(new Adam(), 20, 180)),
        },
        new("o09 ended after 150 steps, still falling", Kind.Ending, seed => Fit(Digits(seed), Hidden(32, 10), With(new Adam(), 15, 180)))
        {
            Right = [new("", "150 steps", "still f|more epochs|more steps|longer|few")],
            Wrong = [Signs.Order, Signs.RateRuledOut],
            Obeyed = (seed, _) => Fit(Digits(seed), Hidden(32, 10), With(new Adam(), 60, 180)),
        },
        new("20 one step an epoch", Kind.Ending, seed => Fit(Digits(seed), Hidden(16, 10), With(new Adam(), 200, 1797)))
        {
            Right = [new("", "200 steps", "still f|smaller batch|more epochs|more steps|longer|few")],
            Wrong = [Signs.Order, Signs.RateRuledOut],
            Obeyed = (seed, _) => Fit(Digits(seed), Hidden(16, 10), With(new Adam(), 200, 32)),
        },
        new("o15 EarlyStopping(MinimumImprovement 0.3)", Kind.Ending, seed => Fit(Digits(seed), Hidden(32, 10), Stopping(0.3)))
        {
            Right = [new("", "EarlyStopping|stopped early|MinimumImprovement", "fell|falling|improv")],
            Wrong = [Signs.Order, Signs.RateRuledOut],
            Obeyed = (seed, _) => Fit(Digits(seed), Hidden(32, 10), Stopping(0)),
        },
        new("o21 one epoch a Fit, 20 times, at 1E-06", Kind.Ending, seed => Fit(Blobs(seed), Trial.Usually(Blobs(seed)), With(new Sgd(1e-6f), 1), fits: 20))
        {
            Right = [new("SNN015|SNN017", "learning rate", "multiply|raise|try")],
            Wrong = [Signs.Order, Signs.RateRuledOut],
            Obeyed = (seed, finding) =>
                Fit(Blobs(seed), Trial.Usually(Blobs(seed)), With(new Sgd(finding.Number("best rate", 1e-6 * Factor(finding))), 1), fits: 20),
        },
        new("o21 one epoch a Fit, 60 times, shuffled labels", Kind.Ending, seed =>
            Fit(Shuffled(Blobs(seed, features: 4, classes: 3)), new Sequential(new Dense(3)), With(new Adam(0.005f), 1), fits: 60))
        {
            Right = [new("SNN017|SNN012", "belong together|same order|neighbour")],
            Obeyed = (seed, _) => Fit(Blobs(seed, features: 4, classes: 3), new Sequential(new Dense(3)), With(new Adam(0.005f), 1), fits: 60),
        },
    ];

    private static TrainerOptions Multiplied(Finding finding) => With(new Sgd(0.1 * Factor(finding))) with { ClipNorm = 0.0001 };

    /// <summary>What the advice of SNN015 asks to multiply the rate by.</summary>
    private static double Factor(Finding finding) => finding.Evidence.TryGetValue("step relative to weights", out double step) && step > 0
        ? Math.Min(1e4, 1e-3 / step) : 10;

    private static TrainerOptions Stopping(double improvement) =>
        With(new Adam(), 60, 180) with { ValidationSplit = 0.2, Callbacks = [new EarlyStopping(2) { MinimumImprovement = improvement }] };

    private static Set Shuffled(Set set) => set.After(set => new RandomStream(set.Seed, 3).Shuffle(set.Y.AsSpan()));

    /// <summary>100 rows of 0 to 1, y = 0.1·a + 0.2·b + 0.3.</summary>
    private static Set Line(ulong seed)
    {
        var random = new RandomStream(seed, 9);
        float[,] x = new float[100, 2], y = new float[100, 1];
        for (int row = 0; row < 100; row++)
        {
            (x[row, 0], x[row, 1]) = (random.NextSingle(), random.NextSingle());
            y[row, 0] = (0.1f * x[row, 0]) + (0.2f * x[row, 1]) + 0.3f;
        }
        return new Set(seed, x, [], y);
    }
}
