using System.Diagnostics.Metrics;
using ScratchNN.Reporting;

namespace ScratchNN.Tests.Reporting;

public sealed class TrainingMeterTests
{
    [Fact]
    public void Fit_Listener_HearsEveryNumber()
    {
        const string Name = "ScratchNN.Tests.Heard";
        var heard = new Dictionary<string, List<double>>();
        var units = new Dictionary<string, string?>();
        using var listener = Listen(Name, (instrument, value) =>
            (CollectionsOf(heard, instrument.Name), units[instrument.Name] = instrument.Unit).Item1.Add(value));
        var (x, y) = Blobs.Make(count: 25);
        var steps = new List<StepResult>();
        var options = new TrainerOptions
        {
            Epochs = 2, BatchSize = 8, ValidationSplit = 0.2,
            Callbacks = [new TrainingMeter(Name), Callback.EachStep(steps.Add)]
        };

        var history = new Trainer(Blobs.Model(), options).Fit(x, y);

        Assert.Equal([1, 1, 1, 1, 1, 1], heard["scratchnn.training.steps"]);
        Assert.Equal([8, 8, 4, 8, 8, 4], heard["scratchnn.training.samples"]);
        Assert.Equal([1, 1], heard["scratchnn.training.epochs"]);
        Assert.Equal(steps.Select(step => step.Loss), heard["scratchnn.training.loss"]);
        Assert.Equal(steps.Select(step => step.Accuracy!.Value), heard["scratchnn.training.accuracy"]);
        Assert.Equal(steps.Select(step => step.LearningRate), heard["scratchnn.training.learning_rate"]);
        Assert.Equal(history.Epochs.Select(epoch => epoch.ValidationLoss!.Value), heard["scratchnn.validation.loss"]);
        Assert.Equal(history.Epochs.Select(epoch => epoch.ValidationAccuracy!.Value), heard["scratchnn.validation.accuracy"]);
        Assert.Equal(5, heard["scratchnn.training.step.duration"].Count); // not of the first
        Assert.All(heard["scratchnn.training.step.duration"], seconds => Assert.InRange(seconds, 1e-9, 60));
        Assert.Equal(("{step}", "{sample}", "{epoch}", "s", "1"),
            (units["scratchnn.training.steps"], units["scratchnn.training.samples"], units["scratchnn.training.epochs"],
                units["scratchnn.training.step.duration"], units["scratchnn.training.loss"]));
    }

    [Fact]
    public void Fit_Regression_TellsNoAccuracy()
    {
        const string Name = "ScratchNN.Tests.Numbers";
        var heard = new HashSet<string>();
        using var listener = Listen(Name, (instrument, _) => heard.Add(instrument.Name));
        new Trainer(new Sequential(new Dense(1)), new() { Epochs = 1, Callbacks = [new TrainingMeter(Name)] })
            .Fit(new float[,] { { 1 }, { 2 } }, (float[])[1, 2]);

        Assert.Contains("scratchnn.training.loss", heard);
        Assert.DoesNotContain(heard, name => name.Contains("accuracy", StringComparison.Ordinal) || name.Contains("validation", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false), InlineData(true)]
    public void Fit_Step_AllocatesNothing(bool isHeard)
    {
        string name = $"ScratchNN.Tests.Bytes.{isHeard}";
        double sum = 0;
        using var listener = isHeard ? Listen(name, (_, value) => sum += value) : null;
        var (x, y) = Blobs.Make();
        Assert.Equal(0,
            Allocations.OfSteps(watching =>
                new Trainer(Blobs.Model(), new() { Epochs = 4, BatchSize = 10, Callbacks = [new TrainingMeter(name), watching], Checks = [] }).Fit(x, y),
                warm: 40, steps: 120));
        Assert.Equal(isHeard, sum > 0);
    }

    [Fact]
    public void Constructor_SameName_SharesTheMeter()
    {
        const string Name = "ScratchNN.Tests.Shared";
        int published = 0;
        using var listener = new MeterListener { InstrumentPublished = (instrument, _) => published += instrument.Meter.Name == Name ? 1 : 0 };
        listener.Start();
        _ = new TrainingMeter(Name);
        _ = new TrainingMeter(Name);

        Assert.Equal(9, published);
        Assert.Equal("TrainingMeter(ScratchNN)", $"{new TrainingMeter()}");
        Assert.Throws<ArgumentException>("name", () => new TrainingMeter(""));
    }

    private static List<double> CollectionsOf(Dictionary<string, List<double>> heard, string name)
    {
        heard.TryAdd(name, []);
        return heard[name];
    }

    private static MeterListener Listen(string name, Action<Instrument, double> hear)
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == name) listener.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => hear(instrument, value));
        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => hear(instrument, value));
        listener.Start();
        return listener;
    }
}
