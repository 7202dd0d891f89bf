using ScratchNN.Tests.LayerContract;

namespace ScratchNN.Tests;

/// <summary>A Fit with options that make resuming hard. The program Saver runs it too.</summary>
internal sealed record ResumeCase(Func<TrainerOptions> Options, bool IsWeighted = false, string? Frozen = null, bool IsRegression = false)
{
    private static readonly (float[,] X, int[] Y) _data = Blobs.Make(count: 60);
    private static readonly float[] _weights = [.. Enumerable.Range(0, 60).Select(i => (i % 4) * 0.5f)];

    private static readonly float[] _numbers = [.. _data.Y.Select((label, row) => 5000 + (1000 * (label + _data.X[row, 0])))];

    public static LayerRegistry Layers => new LayerRegistry()
        .Add("SeededDropout", json => new SeededDropout(json.GetProperty("rate").GetSingle())).Add("RunningCenter", _ => new RunningCenter());

    public static IReadOnlyDictionary<string, ResumeCase> All { get; } = new Dictionary<string, ResumeCase>
    {
        ["plain"] = new(() => new() { Epochs = 6, BatchSize = 9 }),
        ["AdamW"] = new(() => new() { Epochs = 5, BatchSize = 9, Optimizer = new AdamW(0.05) { WeightDecay = 0.1 } }),
        ["RmsProp with momentum, warm-up, clipped by value"] = new(() => new()
        {
            Epochs = 5, BatchSize = 9, Optimizer = new RmsProp(0.01) { Momentum = 0.5 }, Schedule = new WarmUp(10, new CosineDecay { Period = 2 }),
            ClipValue = 0.05,
        }),
        ["one cycle, momentum, clipped"] = new(() =>
            new() { Epochs = 6, BatchSize = 9, Optimizer = new Sgd(0.1) { Momentum = 0.9 }, Schedule = new OneCycle(), ClipNorm = 0.5 }),
        ["plateau"] = new(() => new()
        {
            Epochs = 8, BatchSize = 20, Optimizer = new Adam(0.2), ValidationSplit = 0.25,
            Schedule = new ReduceOnPlateau { Patience = 1, By = 0.5, Monitor = Metric.Accuracy },
        }),
        ["early stopping"] = new(() =>
            new() { Epochs = 40, BatchSize = 15, Optimizer = new Adam(0.3), ValidationSplit = 0.25, Callbacks = [new EarlyStopping(3)] }),
        ["early stopping behind"] = new(() =>
            new()
            {
                Epochs = 40, BatchSize = 15, Optimizer = new Adam(0.3), ValidationSplit = 0.25,
                Callbacks = [new EarlyStopping(2) { Monitor = Metric.Accuracy }, new Plateau(4)]
            }),
        ["average"] = new(() =>
            new() { Epochs = 15, BatchSize = 9, Optimizer = new Adam(0.3), AverageWeights = 0.7, ValidationSplit = 0.25, Callbacks = [new EarlyStopping(4)] }),
        ["weights, classes, kept metric"] = new(
            () => new()
            {
                Epochs = 5, BatchSize = 7, MicroBatchSize = 3, ClassWeights = ClassWeights.Balanced,
                Metrics = [new Spread(), Metric.MeanSquaredError], Schedule = new ReduceOnPlateau { Patience = 1, Monitor = new Spread() }
            },
            IsWeighted: true),
        ["ranks"] = new(() => new()
        {
            Epochs = 6, BatchSize = 9, MicroBatchSize = 4, Optimizer = new Adam(0.1),
            Metrics = [Metric.F1(), Metric.Matthews, Metric.LogLoss, Metric.AveragePrecision],
            Callbacks = [new EarlyStopping(2) { Monitor = Metric.RocAuc }],
        }),
        ["ignored label, kept metric"] = new(() => new()
        {
            Epochs = 5, BatchSize = 7, Loss = new CrossEntropy { IgnoredLabel = 1, LabelSmoothing = 0.1 }, Metrics = [new Spread(), Metric.MeanSquaredError],
            ValidationSplit = 0.2,
        }, IsWeighted: true),
        ["frozen"] = new(() =>
            new() { Epochs = 5, BatchSize = 9, Shuffle = false, ClipNorm = 1, Optimizer = new Sgd(0.1) { Momentum = 0.5 } }, Frozen: "1.weight"),
        ["numbers of a large unit"] = new(
            () => new()
            {
                Epochs = 30, BatchSize = 9, Optimizer = new Adam(0.1), ValidationSplit = 0.25, ClipNorm = 1, AverageWeights = 0.5,
                Metrics = [Metric.R2], Callbacks = [new EarlyStopping(3)]
            },
            IsRegression: true),
    };

    public Trainer New(params ReadOnlySpan<Callback> watching) => New(Watched(watching));

    public Trainer New(TrainerOptions options)
    {
        var model = new Sequential(new RunningCenter(), new Dense(12), new ReLU(), new SeededDropout(0.3f), new Dense(IsRegression ? 1 : Blobs.Classes));
        model.Build(Blobs.Features, seed: 3);
        if (Frozen != null) model.Freeze(Frozen);
        return new Trainer(model, options);
    }

    public Trainer Resume(Stream file, params ReadOnlySpan<Callback> watching) => Trainer.Resume(file, Watched(watching), Layers);

    public Trainer Resume(string path, params ReadOnlySpan<Callback> watching) => Trainer.Resume(path, Watched(watching), Layers);

    public TrainingHistory Fit(Trainer trainer) => IsRegression ? trainer.Fit(_data.X, _numbers) : IsWeighted ? trainer.Fit(_data.X, _data.Y, _weights)
        : trainer.Fit(_data.X, _data.Y);

    private TrainerOptions Watched(ReadOnlySpan<Callback> watching)
    {
        var options = Options();
        return options with { Callbacks = [.. watching, .. options.Callbacks, .. watching], Checks = [] };
    }

    /// <summary>A metric that needs all outputs at once.</summary>
    private sealed class Spread() : Metric("spread")
    {
        public override double Compute(in MetricPass pass)
        {
            double largest = double.NegativeInfinity, smallest = double.PositiveInfinity, sum = 0;
            for (int i = 0; i < pass.Outputs.Length; i++)
                (largest, smallest, sum) = (Math.Max(largest, pass.Outputs[i]), Math.Min(smallest, pass.Outputs[i]), sum + pass.Outputs[i]);
            for (int row = 0; row < pass.Count; row++) sum += pass.Weight(row) * pass.ActualClass(row);
            return largest - smallest + sum;
        }
    }

    /// <summary>Remembers the best loss and the epochs since; keeps and restores weights.</summary>
    private sealed class Plateau(int patience) : Callback
    {
        public override int StateSize(Model model) => 2;

        public override void OnEpochEnd(in CallbackPass pass)
        {
            var s = pass.State;
            float loss = (float)(pass.Epoch.ValidationLoss ?? pass.Epoch.Loss);
            if (s[0] == 0 || loss < s[0])
            {
                (s[0], s[1]) = (loss, 0);
                pass.KeepWeights();
            }
            else if (++s[1] >= patience)
            {
                pass.RestoreKeptWeights();
                pass.Stop();
            }
        }
    }
}
