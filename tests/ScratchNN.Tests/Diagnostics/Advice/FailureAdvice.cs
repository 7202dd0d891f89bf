using static ScratchNN.Tests.Trials;

namespace ScratchNN.Tests;

/// <summary>Advice on what broke, and of an examination, obeyed.</summary>
internal static class FailureAdvice
{
    public static AdviceCase[] All { get; } =
    [
        new("SNN010", "Drop that row or fill it in.", () => Broken(true), () => Broken(false)),
        new("SNN010", "Subtract the maximum of each row before exp, as Softmax does", () => Exp(new NaiveExp(), new Runaway()), () => Exp(new Softmax(), null)),
        new("SNN010", "Look for 0/0, infinity − infinity", () => Small(new Sequential(new Dense(8), new ReLU(), new Sign(), new Dense(3))), () =>
            Small(new Sequential(new Dense(8), new ReLU(), new Dense(3)))),
        new("SNN010", "Look for a division by 0 or an overflow in that layer.", () =>
            Small(new Sequential(new Dense(8), new Times(1e38f, 1e38f), new Times(1e38f, 1), new Dense(3))), () =>
                Small(new Sequential(new Dense(8), new ReLU(), new Dense(3)))),
        new("SNN010", "Use CrossEntropy on logits", () => Small(Large(new Softmax()), loss: new LogLoss()), () => Small(Large(), loss: new CrossEntropy())),
        new("SNN010", "Divide the learning rate (1E+37) by 10, or set ClipNorm to 1.", () => Small(Hidden(3), new Sgd(1e37)), () =>
            Small(Hidden(3), new Sgd(0.01))),
        new("SNN010", "by 10, or lower ClipNorm to 1.", () => Growing(1e9), () => Growing(1)),
        new("SNN010", "by 10, or set ClipNorm to 1 in addition to ClipValue.", () => Growing(null, 1e9), () => Growing(1, 1e9)),
        new("SNN010", "run GradientCheck on it.", () => Small(new Sequential(new Dense(8), new Times(1, 1e30f), new Times(1, 1e30f), new Dense(3))), () =>
            Small(new Sequential(new Dense(8), new Times(1, 1), new Times(1, 1), new Dense(3)))),
        new("SNN010", "Divide the learning rate by 10, or more.", () => Small(new Sequential(new Dense(3)), new Sgd(3e38), batchSize: 1), () =>
            Small(new Sequential(new Dense(3)), new Sgd(0.01), batchSize: 1)),
        new("SNN010", "Scale inputs and targets to about 1", () => Small(new Sequential(new Dense(8), new Times(1, 1e21f), new Dense(3)), new Adam(0.01)), () =>
            Small(new Sequential(new Dense(8), new Times(1, 1), new Dense(3)), new Adam(0.01))),
        new("SNN010", "Look at how Edge.Compute assigns OutputGradient.", () => Small(Hidden(3), new Sgd(0.1), new Edge(0.05f)), () =>
            Small(Hidden(3), new Sgd(0.1), new Own())),
        new("SNN010", "and scale inputs and targets to about 1.", () => Numbers(1e20f), () => Numbers(1)),
        new("SNN019", "Find what writes to Model.Parameters", () => Written(true), () => Written(false)),
        new("SNN006", "Compare Backward with its equation", () => Examined(new Block(new Times(1, -1))), () => Examined(new Block(new Times(1, 1)))),
        new("SNN006", "Backward leaves an entry unassigned, or adds where it should assign.", () => Examined(new OwnLayer("no gradient")), () =>
            Examined(new OwnLayer("right"))),
        new("SNN008", "The amount of data is not the cause.", () => Examined(new Times(0, 0)), () => Examined(new Times(1, 1))),
        new("SNN009", "No signal reaches the outputs: look for dead or saturated layers", () => Examined(new Times(1e-9f, 1)), () => Examined(new Times(1, 1))),
        new("SNN015", "or somewhat less.", () => Examined(new ReLU(), 1e-5), () => Examined(new ReLU(), 0.05)),
    ];

    private static Outcome Small(Model model, Optimizer? optimizer = null, Loss? loss = null, int batchSize = 2) =>
        Fit(model, Clouds.X, Clouds.Y, Usual with { Epochs = 4, BatchSize = batchSize, Shuffle = false, Optimizer = optimizer ?? new Sgd(0.01), Loss = loss });

    private static Outcome Broken(bool isBroken)
    {
        float[,] x = (float[,])Clouds.X.Clone();
        return Fit(Hidden(3), x, Clouds.Y,
            Usual with
            {
                Epochs = 4,
                Shuffle = false,
                BatchSize = 2,
                Callbacks = isBroken
                ? [Callback.EachStep(step => { if (step.Step == 2) x[101, 1] = float.NaN; })] : []
            }, asked: Clouds);
    }

    private static Outcome Exp(Layer last, Loss? loss) =>
        Fit(new Sequential(new Dense(3), last), Blobs.Make().X, Blobs.Make().Y,
            Usual with { Epochs = 4, BatchSize = 2, Shuffle = false, Optimizer = new Sgd(0.01), Loss = loss });

    /// <summary>Five layers behind each of which the gradient is four times as large.</summary>
    private static Outcome Growing(double? clipNorm, double? clipValue = null) => Fit(
        new Sequential([.. Enumerable.Range(0, 5).SelectMany(_ => new Layer[] { new Dense(16), new Times(1, 4) }), new Dense(3)]), Clouds.X, Clouds.Y,
        Usual with { BatchSize = 20, Epochs = 30, Optimizer = new Sgd(0.01), ClipNorm = clipNorm, ClipValue = clipValue });

    private static Sequential Large(params Layer[] last) => Built(new([new Dense(3), .. last]), 4, model =>
    {
        foreach (ref float weight in model.Parameters) weight *= 40;
    });

    private static Outcome Numbers(float unit)
    {
        var (x, y) = Curve((a, b) => a + b);
        return Fit(new Sequential(new Dense(1)), x, Array.ConvertAll(y, value => unit * value),
            Usual with { Optimizer = new Sgd(0.01), Loss = new RawSquaredError() });
    }

    private static Outcome Written(bool isWritten)
    {
        var model = Hidden(3);
        return Fit(model, Clouds.X, Clouds.Y, Usual with
        {
            Loss = new MeanSquaredError(),
            Optimizer = new Sgd(0.01),
            Callbacks = isWritten
                ? [Callback.EachStep(step => { if (step.Step == 33) model.Parameter("0.weight")[7] = 1e30f; })] : [],
        });
    }

    /// <summary>Examined, and then trained.</summary>
    private static Outcome Examined(Layer layer, double rate = 0.01)
    {
        var options = Usual with { Optimizer = new Sgd(rate), Epochs = 3 };
        var findings = new Trainer(new Sequential(new Dense(8), layer, new Dense(3)), options).Diagnose(Clouds.X, Clouds.Y).Findings;
        return Fit(new Sequential(new Dense(8), layer, new Dense(3)), Clouds.X, Clouds.Y,
            options with { Checks = [], WhenBroken = WhenBroken.Continue }) with
        { Findings = findings };
    }
}
