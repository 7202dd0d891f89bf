using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace ScratchNN;

/// <summary>
/// The instruments of a meter; see <see cref="Reporting.TrainingMeter"/>. There is one of each name, since a meter lives as long as the process.
/// </summary>
internal sealed class TrainingInstruments
{
    private static readonly ConcurrentDictionary<string, Lazy<TrainingInstruments>> _byName = new();

    private TrainingInstruments(string name)
    {
        var meter = new Meter(name, typeof(TrainingInstruments).Assembly.GetName().Version?.ToString(3));
        Steps = meter.CreateCounter<long>("scratchnn.training.steps", "{step}", "Steps taken.");
        Samples = meter.CreateCounter<long>("scratchnn.training.samples", "{sample}", "Samples trained on.");
        Epochs = meter.CreateCounter<long>("scratchnn.training.epochs", "{epoch}", "Epochs completed.");
        StepDuration = meter.CreateHistogram<double>("scratchnn.training.step.duration", "s", "From the end of one step to the end of the next.");
        Loss = meter.CreateGauge<double>("scratchnn.training.loss", "1", "Mean loss of the last step's batch.");
        Accuracy = meter.CreateGauge<double>("scratchnn.training.accuracy", "1", "Accuracy on the last step's batch, 0 to 1.");
        LearningRate = meter.CreateGauge<double>("scratchnn.training.learning_rate", "1", "Learning rate of the last step.");
        ValidationLoss = meter.CreateGauge<double>("scratchnn.validation.loss", "1", "Mean loss of the validation data after the last epoch.");
        ValidationAccuracy = meter.CreateGauge<double>("scratchnn.validation.accuracy", "1", "Accuracy on the validation data after the last epoch, 0 to 1.");
    }

    public Counter<long> Steps { get; }
    public Counter<long> Samples { get; }
    public Counter<long> Epochs { get; }
    public Histogram<double> StepDuration { get; }
    public Gauge<double> Loss { get; }
    public Gauge<double> Accuracy { get; }
    public Gauge<double> LearningRate { get; }
    public Gauge<double> ValidationLoss { get; }
    public Gauge<double> ValidationAccuracy { get; }

    public static TrainingInstruments Of(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return _byName.GetOrAdd(name, name => new Lazy<TrainingInstruments>(() => new TrainingInstruments(name))).Value;
    }
}
