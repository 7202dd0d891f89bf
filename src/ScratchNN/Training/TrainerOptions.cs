using System.Globalization;
using System.Text;

namespace ScratchNN;

/// <summary>How to train. Immutable; each value is checked when it is set, also through <c>with</c>.</summary>
public sealed record TrainerOptions
{
    /// <summary>Passes over the data, at least 0. Default 10.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Negative.</exception>
    public int Epochs { get; init => field = Guard.AtLeast(0, value, nameof(Epochs)); } = 10;

    /// <summary>Samples per step, at least 1. Default 64. More than the data has means all of them.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int BatchSize { get; init => field = Guard.AtLeast(1, value, nameof(BatchSize)); } = 64;

    /// <summary>
    /// Samples that go through the layers at once, at least 1; gradients of micro-batches are added in order. It bounds memory, and it is the
    /// batch a layer sees. Default null: the whole batch if a layer mixes it, else equal parts that keep the activations within about
    /// 2 MB, by the layers' shapes alone. Where there are many, threads take one each, with memory of their own.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 1.</exception>
    public int? MicroBatchSize { get; init => field = value is { } size ? Guard.AtLeast(1, size, nameof(MicroBatchSize)) : null; }

    /// <summary>The rule for a step. Default <see cref="Adam"/> with learning rate 0.001.</summary>
    /// <exception cref="ArgumentNullException">Null.</exception>
    public Optimizer Optimizer { get; init => field = value ?? throw new ArgumentNullException(nameof(Optimizer)); } = new Adam();

    /// <summary>How the optimizer's learning rate changes over the steps of a Fit. Default <see cref="ConstantSchedule"/>.</summary>
    /// <exception cref="ArgumentNullException">Null.</exception>
    public LearningRateSchedule Schedule { get; init => field = value ?? throw new ArgumentNullException(nameof(Schedule)); } = new ConstantSchedule();

    /// <summary>
    /// The loss to minimise. Default null: the meaning of the outputs decides. <see cref="CrossEntropy"/> is for one class of several: the last layer is
    /// <see cref="OutputKind.OneClass"/>, or there are labels for several outputs. <see cref="BinaryCrossEntropy"/> is for yes or no: the targets are
    /// <c>bool</c>, or there are labels for one output after a last <see cref="Sigmoid"/>. Otherwise it is <see cref="MeanSquaredError"/>.
    /// </summary>
    public Loss? Loss { get; init; }

    /// <summary>
    /// The order of the rows in each epoch: true shuffles all rows, false keeps their order, <see cref="Shuffle.Blocks"/> shuffles nearby rows. Default true.
    /// </summary>
    /// <exception cref="ArgumentNullException">Null.</exception>
    public Shuffle Shuffle { get; init => field = value ?? throw new ArgumentNullException(nameof(Shuffle)); } = true;

    /// <summary>The seed for the weights of a model that is not built yet, the validation split, the shuffles and the layers' random numbers. Default
    /// 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// The maximum number of threads, 1 to 1024; steps that run faster on fewer threads use fewer, and the result does not depend on it. Default: one per core,
    /// divided among the ranks of a <see cref="Collective"/> on one machine.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    public int Threads { get => field > 0 ? field : Math.Clamp(Collective.Threads, 1, 1024); init => field = Guard.Between(1, 1024, value, nameof(Threads)); }

    /// <summary>The processes that train the model together. Default <see cref="Collective.None"/>: only this one.</summary>
    /// <remarks>
    /// <para>Every rank passes the same model, options and data to the same Fit; weights come from rank 0. A batch consists of micro-batches, the same number
    /// for each rank. Their gradients are added in the same order on any number of ranks, so the same <see cref="MicroBatchSize"/> gives the same result bit
    /// for bit on any number of ranks, or without them. If it is not set, a batch has at least 4 micro-batches. It must be set if a layer mixes the batch: it
    /// is the batch that the layer sees. Validation is shared too. Layers that adapt to the data see all of it on each rank.</para>
    /// <para><see cref="Callbacks"/> run only on rank 0, and act on all ranks: a stop, a cancellation (of a token on any rank) and restored weights reach every
    /// rank before the next step counts.</para>
    /// </remarks>
    /// <exception cref="ArgumentNullException">Null.</exception>
    public Collective Collective { get; init => field = value ?? throw new ArgumentNullException(nameof(Collective)); } = Collective.None;

    /// <summary>
    /// Which samples to hold back for validation: a share (0.2), <see cref="Split.Stratified"/>, <see cref="Split.Last"/> or <see cref="Split.ByGroup"/>;
    /// <see cref="Seed"/> decides the random choice. Default null: none.
    /// </summary>
    public Split? ValidationSplit { get; init; }

    /// <summary>
    /// The decay d of an average of the weights, at least 0 and below 1: a ← d·a + (1 − d)·w after each step, beginning with the weights of the first.
    /// Validation, the weights that callbacks keep, saving and prediction use the average from the end of each epoch on; between steps the model has the
    /// weights themselves. If you write to the model while it has the average, as <see cref="Model.LoadWeights(string, LoadOptions)"/> does, the next step
    /// starts from the weights you wrote. 0.999 is usual for thousands of steps. Default null: no average.
    /// </summary>
    /// <remarks>B. Polyak, A. Juditsky: Acceleration of stochastic approximation by averaging, 1992, with exponential weights.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">Outside that range.</exception>
    public double? AverageWeights { get; init => field = value is { } decay ? Guard.FromZeroBelowOne(decay, nameof(AverageWeights)) : null; }

    /// <summary>The weight of each class in the loss. Default null: all 1.</summary>
    public ClassWeights? ClassWeights { get; init; }

    /// <summary>
    /// The metrics to compute in addition to the loss: on the training data of each epoch, from the outputs of each batch when it was trained on; on the
    /// validation data; and in Evaluate. Default none. A metric that cannot be summed up (<see cref="Metric.RocAuc"/>, <see cref="Metric.AveragePrecision"/>,
    /// your own) needs all outputs, N × K floats, which are allocated before the first step: if the training data has more than 2²² of them (16 MB), it is
    /// computed only on the validation data, if there is any.
    /// </summary>
    /// <exception cref="ArgumentNullException">Null, or one is null.</exception>
    public IReadOnlyList<Metric> Metrics { get; init => field = Guard.NoneNull(value, nameof(Metrics)); } = [];

    /// <summary>
    /// Called at every moment of a Fit, in this order: early stopping, checkpoints, logs, progress. Default none. Diagnose does not call them.
    /// </summary>
    /// <exception cref="ArgumentNullException">Null, or one is null.</exception>
    public IReadOnlyList<Callback> Callbacks { get; init => field = Guard.NoneNull(value, nameof(Callbacks)); } = [];

    /// <summary>
    /// The largest magnitude of an entry of the gradient, above 0: larger entries are cut to it and keep their sign, so the direction of the step may change.
    /// Default null: no limit. If <see cref="ClipNorm"/> is set too, entries are clipped first, then the norm.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Not finite, or not above 0.</exception>
    public double? ClipValue { get; init => field = value is { } largest ? Guard.PositiveFinite(largest, nameof(ClipValue)) : null; }

    /// <summary>
    /// The largest norm of the gradient of all parameters together, above 0: a larger one is scaled down to it, so the direction of the step is kept. Default
    /// null: no limit.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">Not finite, or not above 0.</exception>
    public double? ClipNorm { get; init => field = value is { } norm ? Guard.PositiveFinite(norm, nameof(ClipNorm)) : null; }

    /// <summary>
    /// The rules that tell why a network does not learn. Default <see cref="Check.All"/>; <c>[.. Check.All, new MyCheck()]</c> adds one, <c>[]</c> runs none.
    /// </summary>
    /// <exception cref="ArgumentNullException">Null, or one is null.</exception>
    public IReadOnlyList<Check> Checks { get; init => field = Guard.NoneNull(value, nameof(Checks)); } = Check.All;

    /// <summary>
    /// What to do when the loss, the gradient or the weights stop being finite numbers, or a check finds an error before the first step.
    /// Default <see cref="WhenBroken.Throw"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such choice.</exception>
    public WhenBroken WhenBroken { get; init => field = Guard.Defined(value, nameof(WhenBroken)); }

    /// <summary>The checks to run: the listed ones and those of the callbacks.</summary>
    internal IReadOnlyList<Check> AllChecks => [.. Checks, .. Callbacks.SelectMany(callback => callback.Checks)];

    /// <summary>The metrics to compute, each once: the listed ones, and those that the schedule and the callbacks need.</summary>
    /// <exception cref="ArgumentException">Two different ones have the same name.</exception>
    internal IReadOnlyList<Metric> AllMetrics => Metric.Distinct(Metrics.Concat(Schedule.Metrics).Concat(Callbacks.SelectMany(callback => callback.Metrics)));

    /// <summary>The options that are set, in one line.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Count(Epochs, "epoch")).Append(CultureInfo.InvariantCulture, $", batches of {BatchSize}");
        if (MicroBatchSize is { } size) text.Append(CultureInfo.InvariantCulture, $", micro-batches of {size}");
        if (Loss != null) text.Append(CultureInfo.InvariantCulture, $", {Loss}");
        text.Append(CultureInfo.InvariantCulture, $", {Optimizer}, {Schedule}");
        if (Shuffle != true) text.Append(Shuffle.IsOn ? $", shuffled in {Shuffle}" : ", not shuffled");
        text.Append(CultureInfo.InvariantCulture, $", seed {Seed}, up to {Count(Threads, "thread")}");
        if (Collective != Collective.None) text.Append(CultureInfo.InvariantCulture, $", {Collective}");
        if (ValidationSplit != null) text.Append(CultureInfo.InvariantCulture, $", validation split {ValidationSplit}");
        if (AverageWeights is { } decay) text.Append(CultureInfo.InvariantCulture, $", average of weights {(float)decay}");
        if (ClassWeights != null) text.Append(CultureInfo.InvariantCulture, $", {ClassWeights}");
        if (Metrics.Count > 0) text.Append(CultureInfo.InvariantCulture, $", {string.Join(", ", Metrics)}");
        if (Callbacks.Count > 0) text.Append(CultureInfo.InvariantCulture, $", {string.Join(", ", Callbacks)}");
        if (ClipValue is { } largest) text.Append(CultureInfo.InvariantCulture, $", clip value {(float)largest}");
        if (ClipNorm is { } norm) text.Append(CultureInfo.InvariantCulture, $", clip norm {(float)norm}");
        text.Append(", ").Append(Count(Checks.Count, "check"));
        if (WhenBroken != WhenBroken.Throw) text.Append(CultureInfo.InvariantCulture, $", when broken: {WhenBroken}");
        return text.ToString();
    }

    private static string Count(int count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");
}
