using System.Globalization;
using ScratchNN;
using Spectre.Console;

namespace Mnist;

/// <summary>Tells how training goes: a line per epoch and, in a terminal, a bar that moves with every step.</summary>
internal sealed class TrainingReport(IAnsiConsole console, ProgressTask? bar) : IProgress<TrainingProgress>
{
    public static TrainingHistory Show(IAnsiConsole console, Func<IProgress<TrainingProgress>, TrainingHistory> train) =>
        console.Profile.Capabilities.Interactive
            ? console.Progress().AutoClear(true)
                .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn())
                .Start(context => train(new TrainingReport(console, context.AddTask("epoch 1"))))
            : train(new TrainingReport(console, null));

    public void Report(TrainingProgress progress)
    {
        if (progress.Completed is { } epoch)
            console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"epoch {epoch.Epoch,3}   loss {epoch.Loss:0.0000}   accuracy {epoch.Accuracy:0.0000}   {epoch.Duration.TotalSeconds:0.00} s"));
        else if (bar != null)
        {
            bar.Description = string.Create(CultureInfo.InvariantCulture, $"epoch {progress.Epoch}   loss {progress.Loss:0.000}");
            bar.Value = 100.0 * progress.StepInEpoch / progress.StepsPerEpoch;
        }
    }
}
