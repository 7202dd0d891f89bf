using System.Globalization;
using Samples;
using ScratchNN;
using Spectre.Console;

namespace Mnist;

/// <summary>The main job: teach a small network to read digits, and see how well it does on digits it has never seen.</summary>
internal static class TrainCommand
{
    public static TrainResult Run(TrainOptions options, MnistSource source, IAnsiConsole console) =>
        Run(data => Network.Dense(data, options.Hidden), options, source, console);

    public static TrainResult Run(Func<DigitData, Network> design, TrainOptions options, MnistSource source, IAnsiConsole console)
    {
        var data = FindData(options, source, console);
        var (train, test) = (data.Train, data.Test);

        var network = design(data);
        var (model, inputs) = (network.Model, network.Inputs(train));
        model.Build(inputs.Shape, options.Seed);
        console.WriteLine(model.ToString());

        var history = LiveView.Watch(console, view => new Trainer(model, new()
        {
            Epochs = options.Epochs ?? network.Epochs,
            BatchSize = options.BatchSize ?? network.BatchSize,
            Optimizer = network.Optimizer,
            Seed = options.Seed,
            Schedule = new OneCycle(), // small steps at the end: a constant rate leaves the last epoch to chance
            Threads = options.Threads,
            Callbacks = [view, .. Report.Of(options.Report, $"Digits read by {model.Layers[0]}", test, network.Inputs)],
        }).Fit(inputs, train.Labels));
        bool canceled = history.StopReason == StopReason.Canceled;
        if (canceled) console.Line(history.Epochs.Count > 0 ? $"canceled after epoch {history.Epochs[^1].Epoch}" : "canceled before the end of epoch 1");

        int[] predicted = model.PredictClasses(network.Inputs(test));
        console.Line("Digits shown (down) and what they were read as (across):");
        console.Write(ConfusionMatrix.Of(test.Labels, predicted));
        MisreadDigits.Draw(console, test, predicted);

        double accuracy = predicted.Zip(test.Labels).Count(pair => pair.First == pair.Second) / (double)test.Count;
        TrainedEpoch[] epochs = [.. history.Epochs.Select(TrainedEpoch.Of)];
        double seconds = epochs.Sum(epoch => epoch.Seconds);
        var result = new TrainResult(accuracy, epochs, seconds, (double)train.Count * epochs.Length / Math.Max(seconds, 1e-9), canceled);
        console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"test accuracy {accuracy:0.0000}"));
        return result;
    }

    private static DigitData FindData(TrainOptions options, MnistSource source, IAnsiConsole console)
    {
        var data = source.Find(options.Data, options.Offline, out string reason);
        if (data == null)
        {
            data = EmbeddedDigits.Split(options.Seed);
            console.Line($"No MNIST ({reason}): using the embedded 8×8 digits instead.");
            console.Line(EmbeddedDigits.Attribution);
        }
        console.Line(data.Name);
        return data;
    }
}
