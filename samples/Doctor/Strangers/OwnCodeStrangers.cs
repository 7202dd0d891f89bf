using ScratchNN;
using static Doctor.Patient;
using static Doctor.Sets;

namespace Doctor;

/// <summary>Losses of your own whose gradient is not theirs.</summary>
internal static class OwnCodeStrangers
{
    private static readonly Sign[] _wrong = [Signs.Order, new("SNN016", "ClipNorm"), Signs.RateRuledOut, Signs.Scale];

    public static Stranger[] All { get; } =
    [
        new("o11 a gradient of the wrong sign", Kind.OwnCode, seed => Fit(Wave(seed), Model(), Own(OwnLoss.Squared(1, -2))))
        {
            Right = [new("", "OwnLoss", "gradient", "slope|sign") { Number = (-1.1, -0.9) }],
            Near = [new("", "bug in a layer or a loss")],
            Wrong = _wrong,
            Obeyed = (seed, _) => Fit(Wave(seed), Model(), Own(OwnLoss.Squared(1, 2))),
        },
        new("o11 a gradient without a factor", Kind.OwnCode, seed =>
            Fit(Wave(seed), Model(), Own(OwnLoss.Squared(1, 0.02f)) with { Optimizer = new Sgd(0.02f) }))
        {
            Right = [new("", "OwnLoss", "gradient", "slope|times") { Number = (95, 105) }],
            Near = [new("SNN015|SNN017", "learning rate")],
            Wrong = _wrong,
            Obeyed = (seed, _) => Fit(Wave(seed), Model(), Own(OwnLoss.Squared(1, 2)) with { Optimizer = new Sgd(0.02f) }),
        },
        new("o11 1/N taken twice", Kind.OwnCode, seed =>
            Fit(Wave(seed), Model(), Own(OwnLoss.Squared(1, 2, overBatch: true)) with { Optimizer = new Sgd(0.02f) }))
        {
            Right = [new("", "OwnLoss", "gradient", "batch|slope|1/N"), new("SNN015|SNN017", "Try|multiply|raise", "rate")],
            Wrong = _wrong,
            Obeyed = (seed, finding) => finding.Evidence.TryGetValue("best rate", out double rate)
                ? Fit(Wave(seed), Model(), Own(OwnLoss.Squared(1, 2, overBatch: true)) with { Optimizer = new Sgd(rate) })
                : Fit(Wave(seed), Model(), Own(OwnLoss.Squared(1, 2)) with { Optimizer = new Sgd(0.02f) }),
        },
        new("o11 |y − t| with a gradient of 1", Kind.OwnCode, seed => Fit(Wave(seed), Model(), Own(new OwnLoss("OwnLoss", MathF.Abs, _ => 1))))
        {
            Right = [new("", "OwnLoss", "gradient", "slope|sign|minimum|same")],
            Near = [new("", "bug in a layer or a loss")],
            Wrong = _wrong,
            Obeyed = (seed, _) => Fit(Wave(seed), Model(), Own(new OwnLoss("OwnLoss", MathF.Abs, e => MathF.Sign(e)))),
        },
    ];

    private static Set Wave(ulong seed) => Curve(seed, (a, b) => MathF.Sin(a) + (b / 2));

    private static Sequential Model() => Hidden(16, 1);

    private static TrainerOptions Own(Loss loss) => With(new Adam(0.005f)) with { Loss = loss, WhenBroken = WhenBroken.Stop };
}
