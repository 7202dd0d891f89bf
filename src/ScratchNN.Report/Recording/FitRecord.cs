using System.Diagnostics;
using System.Numerics.Tensors;

namespace ScratchNN.Reporting;

/// <summary>The data of a report on one Fit: a few hundred points of each curve, whatever its length.</summary>
internal sealed class FitRecord
{
    private const int MostClasses = 20; // of a picture
    private readonly long _begun = Stopwatch.GetTimestamp();
    private const int LayerLooks = 120; // in a Fit: each goes over all outputs and gradients
    private readonly Movement _movement;
    private long _nextLayerLook;

    public FitRecord(in CallbackPass pass)
    {
        Trainer = pass.Trainer;
        (Data, Validation) = (pass.Data, pass.Validation);
        PlannedSteps = (long)pass.PlannedEpochs * pass.Step.StepsPerEpoch;
        FirstStep = pass.Step.Step;
        _movement = new Movement(pass.Model, PlannedSteps);
    }

    public DateTimeOffset Begun { get; } = DateTimeOffset.Now;

    public Trainer Trainer { get; }

    public Model Model => Trainer.Model;

    public IDataset Data { get; }

    public IDataset? Validation { get; }

    public long PlannedSteps { get; }

    /// <summary>The steps of the trainer before this Fit.</summary>
    public long FirstStep { get; }

    /// <summary>The values of a chart over the steps.</summary>
    public (double From, double To) Span => (FirstStep, Step.Step);

    /// <summary>The last step.</summary>
    public StepResult Step { get; private set; }

    public TimeSpan Elapsed { get; private set; }

    /// <summary>How long the planned steps that are left will take, at the speed so far; null before the first.</summary>
    public TimeSpan? Left => Step.Step > FirstStep ? Elapsed * ((double)(FirstStep + PlannedSteps - Step.Step) / (Step.Step - FirstStep)) : null;

    public StepSeries Loss { get; } = new();

    public StepSeries LearningRate { get; } = new(120);

    public StepSeries LargestLogit { get; } = new();

    public List<LayerRecord> Layers { get; } = [];

    /// <summary>Losses and metrics after each epoch, by name: of the training data and of the validation data.</summary>
    public Dictionary<string, (StepSeries Training, StepSeries Validation)> Scores { get; } = [];

    /// <summary>Where each epoch ended, by its number.</summary>
    public Dictionary<int, long> EpochEnds { get; } = [];

    /// <summary>The findings as they came.</summary>
    public List<Finding> Findings { get; } = [];

    /// <summary>Null where there are no classes, or too many to show.</summary>
    public ShareSeries? Predictions { get; private set; }

    /// <summary>How often each class was right in the batches that were looked at.</summary>
    public long[] Labels { get; private set; } = [];

    /// <summary>The loss of the best constant answer; NaN if unknown.</summary>
    public double BaselineLoss { get; private set; } = double.NaN;

    /// <summary>Whether all weights are finite numbers.</summary>
    public bool IsFinite => TensorPrimitives.IsFiniteAll<float>(Model.Parameters);

    /// <summary>The layers in the batch that broke; empty unless one did.</summary>
    public IReadOnlyList<BrokenLayer> Broken { get; set; } = [];

    public void OnStep(in CallbackPass pass)
    {
        (Step, Elapsed) = (pass.Step, Stopwatch.GetElapsedTime(_begun));
        Loss.Add(Step.Step, Step.Loss);
        LearningRate.Add(Step.Step, Step.LearningRate);
        _movement.Look(this, pass.Model.Parameters, Step.Step);
    }

    public void OnEpoch(EpochResult epoch)
    {
        EpochEnds[epoch.Epoch] = Step.Step;
        Add("loss", epoch.Loss, epoch.ValidationLoss);
        if (epoch.Accuracy is { } accuracy) Add("accuracy", accuracy, epoch.ValidationAccuracy);
        foreach (string metric in epoch.Training.Metrics.Keys.Concat(epoch.Validation?.Metrics.Keys ?? []).Distinct()
            .Where(name => name != Metric.Accuracy.Name))
            Add(metric, ValueOf(epoch.Training, metric), ValueOf(epoch.Validation, metric));
    }

    /// <summary>The layer whose parameters have names that begin so; null if it was not looked at yet.</summary>
    public LayerRecord? LayerAt(string path) => Layers.Find(layer => layer.Path == path);

    /// <summary>Whether layers should be looked at in this step: a hundred times or so in a Fit.</summary>
    public bool IsTimeForLayers(long step)
    {
        if (step < _nextLayerLook) return false;
        _nextLayerLook = step + (PlannedSteps / LayerLooks);
        return true;
    }

    /// <summary>Takes the layers from the first look.</summary>
    public void Know(in CheckPass pass)
    {
        if (Layers.Count > 0) return;
        BaselineLoss = pass.BaselineLoss;
        foreach (var view in pass.Layers) Layers.Add(new LayerRecord(view.Name, view.Path));
    }

    public void Note(long step, ReadOnlySpan<int> predictions, ReadOnlySpan<int> labels)
    {
        if (predictions.Length > MostClasses) return;
        Predictions ??= new ShareSeries(predictions.Length);
        Predictions.Add(step, predictions);
        if (Labels.Length == 0) Labels = new long[labels.Length];
        for (int i = 0; i < Labels.Length; i++) Labels[i] += labels[i];
    }

    private void Add(string score, double training, double? validation)
    {
        if (!Scores.TryGetValue(score, out var series)) Scores[score] = series = (new StepSeries(), new StepSeries());
        if (!double.IsNaN(training)) series.Training.Add(Step.Step, training);
        if (validation is { } value && !double.IsNaN(value)) series.Validation.Add(Step.Step, value);
    }

    private static double ValueOf(Evaluation? evaluation, string metric) => evaluation != null && evaluation.Metrics.TryGetValue(metric, out double value)
        ? value : double.NaN;
}
