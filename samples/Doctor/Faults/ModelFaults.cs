using ScratchNN;
using static Doctor.Sets;
using static Doctor.Trial;

namespace Doctor;

/// <summary>What is wrong with the order of layers, and with their first weights.</summary>
internal static class ModelFaults
{
    public static Fault[] All { get; } =
    [
        new("two Dense in a row", "SNN003 nothing between", seed => Fit(Blobs(seed), new Sequential(new Dense(16), new Dense(4)))),
        new("softmax inside", "SNN003 not the last", seed => Fit(Blobs(seed), new Sequential(new Dense(16), new Softmax(), new Dense(4)))),
        new("softmax twice", "SNN003 not the last", seed =>
            Fit(Blobs(seed), new Sequential(new Dense(16), new ReLU(), new Dense(4), new Softmax(), new Softmax()))),
        new("ReLU before softmax", "SNN003 cuts", seed => Fit(Blobs(seed), new Sequential(new Dense(16), new ReLU(), new Dense(4), new ReLU(), new Softmax()))),
        new("ReLU on logits", "SNN003 cuts", seed => Fit(Digits(seed), new Sequential(new Dense(16), new ReLU(), new Dense(10), new ReLU()))),
        new("sigmoid on logits", "SNN003 squeezes", seed => Fit(Digits(seed), new Sequential(new Dense(16), new ReLU(), new Dense(10), new Sigmoid()))),
        new("tanh before softmax", "SNN003 squeezes", seed =>
            Fit(Blobs(seed), new Sequential(new Dense(16), new ReLU(), new Dense(4), new Tanh(), new Softmax()))),
        new("softmax of one unit", "SNN003 always 1", seed =>
            Fit(Curve(seed, (a, b) => a > b ? 1 : 0), new Sequential(new Dense(16), new ReLU(), new Dense(1), new Softmax()),
                Usual with { Loss = new MeanSquaredError() })),
        new("squared error on labels", "SNN003 squared error", seed => Fit(Blobs(seed), options: Usual with { Loss = new MeanSquaredError() })),
        new("squared error on one-hot targets", "SNN003 squared error", seed =>
            Fit(Blobs(seed).OneHot(), options: Usual with { Loss = new MeanSquaredError() })),
        new("logits times 100", "SNN004", seed =>
            Fit(Blobs(seed), new Sequential(new Dense(16), new ReLU(), new Dense(4), Own.Each(x => 100 * x, (_, _) => 100)))),
        new("a bias of 30 on one class", "SNN004", seed => Fit(Blobs(seed), Weighted(seed, model => model.Parameter("2.bias")[1] = 30))),
        new("all weights 0", "SNN007 All 128 weights", seed =>
            Fit(Blobs(seed), new Sequential(new Dense(16) { Initialization = Initialization.Zeros }, new ReLU(), new Dense(4)))),
        new("all weights 0.3", "SNN007 All 128 weights", seed => Fit(Blobs(seed), Weighted(seed, model => model.Parameter("0.weight").Fill(0.3f)))),
        new("weights 20 times too large", "SNN007 root mean square", seed => Fit(Blobs(seed), Weighted(seed, model => Scale(model.Parameter("0.weight"), 20)))),
        new("weights 100 times too small", "SNN007 root mean square", seed =>
            Fit(Blobs(seed), Weighted(seed, model => Scale(model.Parameter("0.weight"), 0.01f)))),
        new("NaN in the first weights", "SNN007 holds NaN", seed => Fit(Blobs(seed), Weighted(seed, model => model.Parameter("2.weight")[5] = float.NaN))),
        new("20 layers of twice He's weights", "SNN007 grow", seed => Fit(Blobs(seed), Deep(Blobs(seed), 20, () => new ReLU(), factor: 2))),
        new("all biases far below 0", "SNN013", seed => Fit(Blobs(seed), Weighted(seed, model => model.Parameter("0.bias").Fill(-100)))),
        new("all biases far below 0, numbers", "SNN013", seed =>
            Fit(Numbers(seed), Built(Numbers(seed), Hidden(), model => model.Parameter("0.bias").Fill(-100)),
                Usual with { Epochs = 60, Optimizer = new Adam(0.05f) })),
        new("ten sigmoids in a row", "SNN016 vanish", seed =>
            Fit(Digits(seed), Deep(Digits(seed), 10, () => new Sigmoid(), factor: 1), Usual with { Optimizer = new Sgd(0.1f) })),
        new("tanh saturated", "SNN014", seed => Fit(Blobs(seed), Saturated(seed, new Tanh(), 10), Usual with { Optimizer = new Sgd() })),
        new("sigmoid saturated", "SNN014", seed => Fit(Blobs(seed), Saturated(seed, new Sigmoid(), 30), Usual with { Optimizer = new Sgd() })),
    ];

    private static Set Numbers(ulong seed) => Curve(seed, (a, b) => a + b);

    private static Sequential Hidden() => new(new Dense(16), new ReLU(), new Dense(1));

    private static Model Weighted(ulong seed, Action<Model> change) => Built(Blobs(seed), Usually(Blobs(seed)), change);

    private static Model Deep(Set set, int depth, Func<Layer> activation, float factor) => Built(
        set,
        new Sequential(
            [.. Enumerable.Range(0, depth).SelectMany(_ => new[] { new Dense(16) { Initialization = Initialization.HeNormal }, activation() }),
                new Dense(set.Classes)]),
        model =>
        {
            for (int i = 0; i < depth; i++) Scale(model.Parameter($"{2 * i}.weight"), factor);
        });

    private static Model Saturated(ulong seed, Layer activation, float bias) => Built(
        Blobs(seed), new Sequential(new Dense(16), activation, new Dense(4)), model => model.Parameter("0.bias").Fill(bias));

    private static void Scale(Span<float> values, float factor)
    {
        foreach (ref float value in values) value *= factor;
    }
}
