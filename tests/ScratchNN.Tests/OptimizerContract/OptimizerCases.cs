namespace ScratchNN.Tests.OptimizerContract;

/// <summary>Every optimizer, one row per case. A new optimizer adds its rows here.</summary>
internal static class OptimizerCases
{
    public static OptimizerCase[] All { get; } =
    [
        new("SGD", new Sgd(0.1f), (w, g, _, rate, _) => w - (rate * g)),
        new("SGD with momentum 0.9", new Sgd(0.01f) { Momentum = 0.9f }, Momentum(0.9f)),
        new("SGD with momentum 0.5", new Sgd(0.1f) { Momentum = 0.5f }, Momentum(0.5f)),
        new("Adam", new Adam(), Adam(0.9f, 0.999f, 1e-8f)),
        new("Adam with other numbers", new Adam(0.02f) { Beta1 = 0.8f, Beta2 = 0.9f, Epsilon = 1e-3f }, Adam(0.8f, 0.9f, 1e-3f)),
        new("Adam without averages", new Adam(0.01f) { Beta1 = 0, Beta2 = 0 }, Adam(0, 0, 1e-8f)),
        new("SGD with decay", new Sgd(0.1) { WeightDecay = 0.05f }, (w, g, _, rate, _) => w - (rate * (g + (0.05f * w)))),
        new("SGD with momentum and decay", new Sgd(0.01) { Momentum = 0.9, WeightDecay = 0.05f }, Momentum(0.9f, decay: 0.05f)),
        new("SGD with Nesterov momentum", new Sgd(0.01) { Momentum = 0.9, Nesterov = true }, Momentum(0.9f, looksAhead: true)),
        new("SGD with Nesterov momentum and decay", new Sgd(0.01) { Momentum = 0.5, Nesterov = true, WeightDecay = 0.05f }, Momentum(0.5f, 0.05f, true)),
        new("AdamW", new AdamW(), Adam(0.9f, 0.999f, 1e-8f, 0.01)),
        new("AdamW with other numbers", new AdamW(0.02f) { Beta1 = 0.8, Beta2 = 0.9, Epsilon = 1e-3, WeightDecay = 0.5 }, Adam(0.8f, 0.9f, 1e-3f, 0.5)),
        new("RmsProp", new RmsProp(), RmsProp(0.9f, 1e-8f)),
        new("RmsProp with momentum", new RmsProp(0.002) { Decay = 0.75, Momentum = 0.5, Epsilon = 1e-3 }, RmsProp(0.75, 1e-3f, 0.5)),
        new("AdaGrad", new AdaGrad(), AdaGrad(1e-10f)),
        new("AdaGrad with other numbers", new AdaGrad(0.5) { Epsilon = 0.25 }, AdaGrad(0.25)),
    ];

    public static TheoryData<string> Names => [.. All.Select(row => row.Name)];

    public static OptimizerCase Get(string name) => All.Single(row => row.Name == name);

    private static NaiveStep Momentum(double momentum, double decay = 0, bool looksAhead = false) => (w, g, state, rate, _) =>
    {
        g += decay * w;
        state[0] = (momentum * state[0]) + g;
        return w - (rate * (looksAhead ? g + (momentum * state[0]) : state[0]));
    };

    private static NaiveStep Adam(double beta1, double beta2, double epsilon, double decay = 0) => (w, g, state, rate, t) =>
    {
        state[0] = (beta1 * state[0]) + ((1 - beta1) * g);
        state[1] = (beta2 * state[1]) + ((1 - beta2) * g * g);
        double m = state[0] / (1 - Math.Pow(beta1, t)), v = state[1] / (1 - Math.Pow(beta2, t));
        return w - (rate * decay * w) - (rate * m / (Math.Sqrt(v) + epsilon));
    };

    private static NaiveStep RmsProp(double alpha, double epsilon, double momentum = 0) => (w, g, state, rate, _) =>
    {
        state[0] = (alpha * state[0]) + ((1 - alpha) * g * g);
        double step = g / (Math.Sqrt(state[0]) + epsilon);
        return w - (rate * (momentum == 0 ? step : state[1] = (momentum * state[1]) + step));
    };

    private static NaiveStep AdaGrad(double epsilon) => (w, g, state, rate, _) =>
    {
        state[0] += g * g;
        return w - (rate * g / (Math.Sqrt(state[0]) + epsilon));
    };
}
