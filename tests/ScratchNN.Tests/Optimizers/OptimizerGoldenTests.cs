namespace ScratchNN.Tests.Optimizers;

/// <summary>Optimizers against PyTorch's in float64, along the same gradients.</summary>
public sealed class OptimizerGoldenTests
{
    private const double Tolerance = 1e-5; // of a parameter and of the largest: 100 steps in float

    /// <summary>As tests/golden/optimizers.py has them.</summary>
    private static readonly Dictionary<string, Optimizer> _optimizers = new()
    {
        ["sgd"] = new Sgd(0.05),
        ["sgd, decay"] = new Sgd(0.05) { WeightDecay = 0.1 },
        ["sgd, momentum"] = new Sgd(0.01) { Momentum = 0.9 },
        ["sgd, momentum, decay"] = new Sgd(0.01) { Momentum = 0.9, WeightDecay = 0.1 },
        ["sgd, nesterov"] = new Sgd(0.01) { Momentum = 0.9, Nesterov = true },
        ["sgd, nesterov, decay"] = new Sgd(0.01) { Momentum = 0.9, Nesterov = true, WeightDecay = 0.1 },
        ["adam"] = new Adam(),
        ["adam, others"] = new Adam(0.02) { Beta1 = 0.8, Beta2 = 0.95, Epsilon = 1e-3 },
        ["adamw"] = new AdamW(),
        ["adamw, others"] = new AdamW(0.02) { Beta1 = 0.8, Beta2 = 0.95, Epsilon = 1e-6, WeightDecay = 0.5 },
        ["rmsprop"] = new RmsProp(),
        ["rmsprop, momentum"] = new RmsProp { Decay = 0.99, Epsilon = 1e-6, Momentum = 0.9 },
        ["adagrad"] = new AdaGrad(),
        ["adagrad, others"] = new AdaGrad(0.5) { Epsilon = 1e-3 },
    };

    public static TheoryData<string> Gradients => [.. Golden.Cases("optimizers").Keys];

    [Theory, MemberData(nameof(Gradients))]
    public void Steps_GivenGradients_AreThoseOfPyTorch(string gradients)
    {
        var row = Golden.Cases("optimizers")[gradients];
        float[] g = Golden.Floats(row.GetProperty("g"));
        var steps = row.GetProperty("steps").EnumerateArray().ToLookup(step => step.GetProperty("optimizer").GetString()!);
        Assert.Equal(_optimizers.Keys, steps.Select(step => step.Key));
        foreach (var (name, optimizer) in _optimizers)
        {
            float[] w = Golden.Floats(row.GetProperty("start")), state = new float[optimizer.StateSlots * w.Length];
            int t = 0;
            foreach (var step in steps[name])
            {
                while (t < step.GetProperty("step").GetInt32())
                    optimizer.Step(
                        new OptimizerPass(state, w.Length)
                        {
                            Parameters = w, Gradient = g.AsSpan(w.Length * t, w.Length), StepNumber = ++t,
                            LearningRate = (float)optimizer.LearningRate
                        });
                Golden.AssertClose(Golden.Doubles(step.GetProperty("w")), w, Tolerance, $"{name}, step {t}");
            }
        }
    }
}
