using static ScratchNN.Tests.Trials;

namespace ScratchNN.Tests;

/// <summary>Advice that is given during training and at its end, obeyed.</summary>
internal static class ProgressAdvice
{
    private static readonly TrainerOptions _often = Usual with { BatchSize = 20, Epochs = 30 };

    public static AdviceCase[] All { get; } =
    [
        new("SNN011", "Nothing limits the logits: they may grow to infinity, then NaN. Lower the learning rate (0.003), "
            + "and use Softmax with CrossEntropy, which push down the logits of wrong classes.", () => Rewarded(new Runaway(), new NaiveExp()), () =>
                Rewarded(new CrossEntropy(), new Softmax())),
        new("SNN012", "Lower the learning rate and build a new model.", () => Dead(-100), () => Dead(0)),
        new("SNN012", "is dead: no gradient passes through it.", () => DeadNumbers(-100), () => DeadNumbers(0)),
        new("SNN013", "Scale the inputs, and build a new model with biases of 0", () => Dead(-100), () => Dead(0)),
        new("SNN013", "Lower the learning rate, scale the inputs, and build a new model.", () => Killed(true), () => Killed(false)),
        new("SNN013", "A step made their biases so low that no input activates them.", () => Killed(true, decay: 1), () => Killed(false)),
        new("SNN013", "all may die: give the layer 8 or more, or use LeakyReLU", () => Few(2), () => Few(8)),
        new("SNN013", "the layer could be smaller", () => Wide(-100), () => Wide(0)) { Cured = 1.1 },
        new("SNN014", "Scale the inputs, lower the learning rate, and build a new model; ReLU does not saturate.", () => Saturated(10), () => Saturated(0)),
        new("SNN015", "multiply the learning rate (1E-06) by 860.7", () => Fit(Hidden(3), Clouds.X, Clouds.Y, Descent(1e-6)), () =>
            Fit(Hidden(3), Clouds.X, Clouds.Y, Descent(860.7e-6))),
        new("SNN015", "divide the learning rate (1) by", () => Curved(1), () => Curved(1 / 57.0)),
        new("SNN015", "Set it to 1, or leave it out.", () => Fit(Hidden(3), Clouds.X, Clouds.Y, Descent(0.1) with { ClipNorm = 1e-5 }), () =>
            Fit(Hidden(3), Clouds.X, Clouds.Y, Descent(0.1) with { ClipNorm = 1 })),
        new("SNN015", "the gradient is zero, which no learning rate changes. See the other findings.", () => Dead(-100, last: true), () => Dead(0)),
        new("SNN015", "See the other findings, then raise the learning rate.", () => Unbiased(1e-12), () => Unbiased(0.1)),
        new("SNN015", "Look for dead units (SNN013), or check that layer's Backward.", () => Dead(-100), () => Dead(0)),
        new("SNN015", "The steps are too small to change a float: raise the learning rate", () => Unbiased(1e-12), () => Unbiased(0.1)),
        new("SNN015", "Let the schedule end with the last step, or leave it out", () =>
            Fit(Hidden(3), Clouds.X, Clouds.Y, Usual with { Optimizer = new Adam(0.001), Schedule = new Until(20) }), () =>
                Fit(Hidden(3), Clouds.X, Clouds.Y, Usual with { Optimizer = new Adam(0.001) })),
        new("SNN015", "Build a new model, and lower the learning rate (0.2) to 0.02.", () => Settled(0.2), () => Settled(0.02)),
        new("SNN016", "Scale inputs and targets to about 1", () => Norm(5000), () => Norm(1)),
        new("SNN016", "Saturating activations take most of it away", () => Vanishing(false), () => Vanishing(true)),
        new("SNN016", "Start with smaller weights", () => Growing(1e-9, null), () => Growing(0.01, 1)),
        new("SNN017", "ry the learning rate", () => Jumps(30), () => Jumps(0.3)),
        new("SNN017", "The weights are the problem: build a new model, with another seed.", () => Dead(-100, rate: 0.01), () => Dead(0, rate: 0.01)),
        new("SNN018", "Add EarlyStopping to the Callbacks: it goes back to the best epoch", () => Certain([]), () => Certain([new EarlyStopping(3)])),
        new("SNN018", "use more rows, a smaller model, dropout or weight decay", () => Memorised(16), () => Memorised(400)),
        new("SNN018", "If probabilities matter, stop at epoch", () => Sure([]), () => Sure([new EarlyStopping(3)])),
        new("SNN022", "Use smaller batches", () => Early(1000, 30), () => Early(20, 30)),
        new("SNN022", "Use more epochs: a few thousand steps are usual", () => Early(60, 1), () => Early(60, 30)),
        new("SNN022", "Use more than 12 epochs.", () => Early(32, 12, 5e-4), () => Early(32, 30, 5e-4)),
        new("SNN022", "Validate on 100 rows or more, and raise its patience (1)", () => Stopped(new EarlyStopping(1) { Monitor = Metric.Accuracy }, 0.02), () =>
            Stopped(new EarlyStopping(5), 0.3)),
        new("SNN022", "set that to 0.", () => Stopped(new EarlyStopping(2) { MinimumImprovement = 0.5 }), () => Stopped(new EarlyStopping(2))),
    ];

    private static Outcome Rewarded(Loss loss, Layer last) =>
        Fit(new Sequential(new Dense(3), last), Clouds.X, Clouds.Y, Descent(0.003, 1) with { BatchSize = 2, Loss = loss });

    /// <summary>All biases of the first layer, or of all, begin there.</summary>
    private static Outcome Dead(float bias, double rate = 0.001, bool last = false) => Fit(
        Built(new(new Dense(16), new ReLU(), new Dense(16), new ReLU(), new Dense(3)), 4, model =>
        {
            model.Parameter(last ? "2.bias" : "0.bias").Fill(bias);
            if (last) model.Freeze("4.*");
        }), Clouds.X, Clouds.Y, _often with { Optimizer = new Adam(rate) });

    private static Outcome DeadNumbers(float bias)
    {
        var (x, y) = Curve((a, b) => a + b);
        return Fit(Built(Hidden(1), 2, model => model.Parameter("0.bias").Fill(bias)), x, y, _often);
    }

    private static Outcome Killed(bool isKilled, double decay = 0)
    {
        var model = Hidden(3);
        Optimizer optimizer = decay > 0 ? new AdamW(0.01) { WeightDecay = decay } : new Adam(0.001);
        return Fit(model, Clouds.X, Clouds.Y,
            _often with
            {
                Optimizer = optimizer,
                Callbacks = isKilled
                ? [Callback.EachStep(step => { if (step.Step == 201) model.Parameter("0.bias").Fill(-100); })] : []
            });
    }

    private static Outcome Few(int units)
    {
        var (x, y) = Curve((a, b) => a + b);
        return Fit(
            Built(new(new Dense(16), new ReLU(), new Dense(units), new ReLU(), new Dense(1)), 2, model => model.Parameter("2.bias").Fill(units < 8 ? -100 : 0)),
            x, y, _often);
    }

    /// <summary>Forty units, of which thirty are dead from the start; or ten.</summary>
    private static Outcome Wide(float bias) => Fit(
        Built(Hidden(3, bias < 0 ? 40 : 10), 4, model =>
        {
            if (bias < 0) model.Parameter("0.bias")[..30].Fill(bias);
        }), Clouds.X, Clouds.Y, _often);

    private static Outcome Saturated(float bias) =>
        Fit(Built(new(new Dense(16), new Tanh(), new Dense(3)), 4, model => model.Parameter("0.bias").Fill(bias)), Clouds.X, Clouds.Y, Descent(0.01, 5));

    private static Outcome Jumps(double rate) =>
        Fit(Hidden(3), Blobs.Make(count: Count).X, Blobs.Make(count: Count).Y, _often with { Optimizer = new Adam(rate) });

    /// <summary>Two classes that a curved border parts.</summary>
    private static Outcome Curved(double rate)
    {
        var (x, y) = Curve((a, b) => MathF.Sin(2 * a) - b);
        return Fit(new Sequential(new Dense(32), new Tanh(), new Dense(2)), x, Array.ConvertAll(y, value => value > 0 ? 1 : 0),
            Usual with { Optimizer = new Adam(rate), Epochs = 40 });
    }

    /// <summary>Ten classes close together, at a rate that jumps over their borders.</summary>
    private static Outcome Settled(double rate)
    {
        var (x, y) = Blobs.Make(5, 1000, 6, 10);
        return Cost(Hidden(10, 32), x, y, Usual with { Optimizer = new Adam(rate), Epochs = 30 });
    }

    private static Outcome Unbiased(double rate) =>
        Fit(new Sequential(new Dense(16) { UseBias = false }, new ReLU(), new Dense(3) { UseBias = false }), Clouds.X, Clouds.Y, Descent(rate));

    private static Outcome Norm(float unit)
    {
        var (x, y) = Blobs.Make(count: Count);
        return Fit(new Sequential(new Dense(1)), x, Array.ConvertAll(y, label => unit * label),
            _often with { Optimizer = new Sgd(unit > 1 ? 1e-9 : 0.01), Loss = new RawSquaredError() });
    }

    private static Outcome Vanishing(bool isCured) => Fit(
        new Sequential(
            [.. Enumerable.Range(0, 8)
                .SelectMany(_ =>
                    new Layer[] { new Dense(16) { Initialization = isCured ? Initialization.HeNormal : Initialization.GlorotUniform }, isCured ? new ReLU()
                        : new Sigmoid() }), new Dense(3)]),
        Clouds.X, Clouds.Y, _often with { Optimizer = new Sgd(0.01) });

    /// <summary>
    /// Five layers behind each of which the gradient is three times as large, and a rate that was made for them; or one that is usual, and clipped gradients.
    /// </summary>
    private static Outcome Growing(double rate, double? clipNorm) => Fit(
        new Sequential([.. Enumerable.Range(0, 5).SelectMany(_ => new Layer[] { new Dense(16), new Times(1, 3) }), new Dense(3)]), Clouds.X, Clouds.Y,
            _often with { Optimizer = new Sgd(rate), ClipNorm = clipNorm });

    private static (float[,] X, int[] Y) Noisy(int rows, int seed, float noise)
    {
        float[] values = Draw.Normal(rows * 4, (ulong)seed);
        var (x, y) = Blobs.Make(3, rows);
        return (With(x, (row, i, value) => value + (noise * values[(row * 4) + i])), y);
    }

    /// <summary>The score is the loss of rows that were never seen.</summary>
    private static Outcome Sure(IReadOnlyList<Callback> callbacks)
    {
        var (all, labels) = Blobs.Make(4, 3640);
        int[] known = Where(row => row < Count, 3640), others = Where(row => row >= Count, 3640);
        float[] noise = Draw.Normal(4 * Count, 24), other = Draw.Normal(4 * 3000, 25);
        var trainer = new Trainer(Hidden(3, 64), _often with { Epochs = 120, ValidationSplit = 0.5, Callbacks = callbacks });
        var findings = trainer.Fit(With(Rows(all, known), (row, i, value) => value + noise[(4 * row) + i]), Of(labels, known)).Findings;
        return new(findings, trainer.Evaluate(With(Rows(all, others), (row, i, value) => value + other[(4 * row) + i]), Of(labels, others)).Loss);
    }

    private static Outcome Certain(IReadOnlyList<Callback> callbacks)
    {
        var (x, y) = Noisy(Count, 3, 2);
        var (other, answers) = Noisy(3000, 4, 2);
        var trainer = new Trainer(Hidden(3, 128), _often with { Epochs = 200, ValidationSplit = 0.5, Callbacks = callbacks });
        var findings = trainer.Fit(x, y).Findings;
        return new(findings, trainer.Evaluate(other, answers).Loss);
    }

    /// <summary>Rows of many columns, most of which tell nothing.</summary>
    private static Outcome Memorised(int rows)
    {
        const int Columns = 60;
        float[] noise = Draw.Normal(3000 * Columns, 5), told = Draw.Normal(3000, 6);
        float[,] x = With(new float[3000, Columns], (row, i, _) => noise[(row * Columns) + i]);
        int[] y = [.. Enumerable.Range(0, 3000).Select(row => x[row, 0] + x[row, 1] + (0.3f * told[row]) > 0 ? 1 : 0)],
            known = Where(row => row < 2 * rows, 3000), others = Where(row => row >= 1000, 3000);
        var trainer = new Trainer(Hidden(2, 64), _often with { Epochs = 40, ValidationSplit = 0.5 });
        var findings = trainer.Fit(Rows(x, known), Of(y, known)).Findings;
        return new(findings, 1 - trainer.Evaluate(Rows(x, others), Of(y, others)).Accuracy!.Value);
    }

    private static Outcome Early(int batchSize, int epochs, double rate = 0.001) =>
        Fit(Hidden(3), Clouds.X, Clouds.Y, Usual with { BatchSize = batchSize, Epochs = epochs, Optimizer = new Adam(rate) });

    private static Outcome Stopped(Callback stopping, double share = 0.3) =>
        Fit(Hidden(3), Clouds.X, Clouds.Y,
            Usual with { BatchSize = 60, Epochs = 30, ValidationSplit = share, Callbacks = [stopping], Optimizer = new Adam(0.002) });

    private sealed class Until(int steps) : LearningRateSchedule
    {
        public override double Factor(in SchedulePass pass) => pass.Step < steps ? 1 - ((double)pass.Step / steps) : 0;
    }
}
