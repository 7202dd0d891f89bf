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
    ];

    public static TheoryData<string> Names => [.. All.Select(row => row.Name)];

    public static OptimizerCase Get(string name) => All.Single(row => row.Name == name);

    private static NaiveStep Momentum(double momentum) => (w, g, state, rate, _) =>
    {
        state[0] = (momentum * state[0]) + g;
        return w - (rate * state[0]);
    };

    private static NaiveStep Adam(double beta1, double beta2, double epsilon) => (w, g, state, rate, t) =>
    {
        state[0] = (beta1 * state[0]) + ((1 - beta1) * g);
        state[1] = (beta2 * state[1]) + ((1 - beta2) * g * g);
        double m = state[0] / (1 - Math.Pow(beta1, t)), v = state[1] / (1 - Math.Pow(beta2, t));
        return w - (rate * m / (Math.Sqrt(v) + epsilon));
    };
}
