using System.Diagnostics;

namespace ScratchNN.Reporting;

/// <summary>Publishes training as metrics of <c>System.Diagnostics.Metrics</c>, for OpenTelemetry, <c>dotnet-counters</c> and listeners of your own.</summary>
/// <remarks>
/// Instruments of one meter, named by OpenTelemetry's conventions; all trainers of the process add to them:
/// <code>
/// scratchnn.training.steps          counter    {step}
/// scratchnn.training.samples        counter    {sample}
/// scratchnn.training.epochs         counter    {epoch}
/// scratchnn.training.step.duration  histogram  s         from the end of one step to the end of the next, with what callbacks do in between
/// scratchnn.training.loss           gauge      1         of the last step's batch, as the next two
/// scratchnn.training.accuracy       gauge      1         where there are classes
/// scratchnn.training.learning_rate  gauge      1
/// scratchnn.validation.loss         gauge      1         of the last epoch, if there is validation data, as the next one
/// scratchnn.validation.accuracy     gauge      1
/// </code>
/// A step allocates nothing. An instrument without listeners costs a few comparisons. The first step of a Fit has no duration: checks run before it.
/// </remarks>
/// <param name="name">The name of the meter, by which listeners choose it: <c>AddMeter("ScratchNN")</c>. Default "ScratchNN".</param>
/// <exception cref="ArgumentException"><paramref name="name"/> is null or empty.</exception>
public sealed class TrainingMeter(string name = "ScratchNN") : Callback
{
    private readonly TrainingInstruments _instruments = TrainingInstruments.Of(name);
    private readonly FitMemory<Clock> _clocks = new();

    /// <summary>The name of the meter.</summary>
    public string Name { get; } = name;

    /// <inheritdoc/>
    public override void OnFitBegin(in CallbackPass pass) => _clocks.Begin(this, pass, (in CallbackPass pass) =>
    {
        int rows = pass.Data.Count, batch = Math.Min(pass.Trainer.Options.BatchSize, rows);
        return new Clock { BatchSize = batch, LastBatchSize = rows - ((rows - 1) / batch * batch) };
    });

    /// <inheritdoc/>
    public override void OnStepEnd(in CallbackPass pass)
    {
        var step = pass.Step;
        var clock = _clocks.Of(pass);
        _instruments.Steps.Add(1);
        _instruments.Samples.Add(step.StepInEpoch == step.StepsPerEpoch ? clock.LastBatchSize : clock.BatchSize);
        _instruments.Loss.Record(step.Loss);
        if (step.Accuracy is { } accuracy) _instruments.Accuracy.Record(accuracy);
        _instruments.LearningRate.Record(step.LearningRate);
        long now = Stopwatch.GetTimestamp();
        if (clock.StepBegan != 0) _instruments.StepDuration.Record(Stopwatch.GetElapsedTime(clock.StepBegan, now).TotalSeconds);
        clock.StepBegan = now;
    }

    /// <inheritdoc/>
    public override void OnEpochEnd(in CallbackPass pass)
    {
        _instruments.Epochs.Add(1);
        if (pass.Epoch.ValidationLoss is { } loss) _instruments.ValidationLoss.Record(loss);
        if (pass.Epoch.ValidationAccuracy is { } accuracy) _instruments.ValidationAccuracy.Record(accuracy);
        _clocks.Of(pass).StepBegan = Stopwatch.GetTimestamp(); // validation is not part of a step
    }

    /// <inheritdoc/>
    public override void OnFitEnd(in CallbackPass pass, TrainingHistory history) => _clocks.End(pass);

    /// <summary>The callback and the name of its meter.</summary>
    public override string ToString() => $"TrainingMeter({Name})";

    private sealed class Clock
    {
        public required int BatchSize { get; init; }
        public required int LastBatchSize { get; init; }
        public long StepBegan { get; set; } // 0: not known
    }
}
