using ScratchNN;
using ScratchNN.Diagnostics;
using ScratchNN.Numerics;
using static Doctor.Sets;
using static Doctor.Trial;

namespace Doctor;

/// <summary>What is wrong with the learning rate, and what happens to a run from outside.</summary>
internal static class TrainingFaults
{
    public static Fault[] All { get; } =
    [
        new("rate 100 times too low", "SNN015 A step", seed => Fit(Blobs(seed), options: Usual with { Optimizer = new Sgd(1e-6f) })),
        new("rate 100 times too low, Adam", "SNN015 A step", seed => Fit(Blobs(seed), options: Usual with { Optimizer = new Adam(1e-8f) })),
        new("rate too low, in an examination", "SNN015 In 50 steps", seed => Diagnose(Blobs(seed), options: Usual with { Optimizer = new Sgd(1e-5f) })),
        new("rate too high, in an examination", "SNN015 In 50 steps", seed => Diagnose(Digits(seed), options: Usual with { Optimizer = new Sgd(30) })),
        new("rate 1000 times too high, Adam", "SNN013", seed => Fit(Digits(seed), options: Usual with { Optimizer = new Adam(3) })),
        new("rate 1000 times too high", "SNN010", seed => Fit(Curve(seed, MathF.Max), Numbers(), Usual with { Optimizer = new Sgd(30) })),
        new("weights beyond float32", "SNN010 Exploding weights", seed => Fit(Blobs(seed), options: Usual with { Optimizer = new Sgd(1e37f) })),
        new("ReLUs killed by one step", "SNN013", seed => Fit(Digits(seed), options: Usual with { Optimizer = new Sgd(300) })),
        new("targets not scaled, plain descent", "SNN010", seed =>
            Fit(Curve(seed, (a, b) => 90 * (a + b)), Numbers(), Usual with { Optimizer = new Sgd(0.05f), Loss = OwnLoss.Squared(1, 2) })),
        new("rate 200 times too high", "SNN017", seed =>
            Fit(Shuffled(Blobs(seed)), new Sequential(new Dense(4)), Usual with { Epochs = 60, Optimizer = new Adam(1) })),
        new("logits that nothing holds back", "SNN011", seed =>
            Fit(Blobs(seed), new Sequential(new Dense(4)), Usual with { Loss = new Reward(), Optimizer = new Adam(0.1f) })),
        new("NaN written to a weight", "SNN019 0.weight[7]", seed => Written(seed, float.NaN)),
        new("1E30 written to a weight", "SNN019 0.weight[7]", seed => Written(seed, 1e30f)),
        new("NaN written to x while training", "SNN010 Bad data", WrittenToX),
    ];

    private static Sequential Numbers() => new(new Dense(16), new ReLU(), new Dense(1));

    private static Set Shuffled(Set set) => set.After(set => new RandomStream(set.Seed, 3).Shuffle(set.Y.AsSpan()));

    private static IReadOnlyList<Finding> Written(ulong seed, float value)
    {
        var set = Blobs(seed);
        var model = Usually(set);
        return Fit(set, model, Usual with { Loss = new MeanSquaredError(), Callbacks = [new AtStep(333, () => model.Parameter("0.weight")[7] = value)] });
    }

    private static IReadOnlyList<Finding> WrittenToX(ulong seed)
    {
        var set = Blobs(seed);
        return Fit(set, options: Usual with { Callbacks = [new AtStep(50, () => set.X[201, 1] = float.NaN)] });
    }
}
