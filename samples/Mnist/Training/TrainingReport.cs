using System.Globalization;
using ScratchNN;
using Spectre.Console;

namespace Mnist;

/// <summary>Tells how training goes: a line per epoch and, in a terminal, a bar that moves with every step.</summary>
internal sealed class TrainingReport(IAnsiConsole console, ProgressTask? bar) : Callback
{
    public static TrainingHistory Show(IAnsiConsole console, Func<Callback, TrainingHistory> train) =>
        console.Profile.Capabilities.Interactive
            ? console.Progress().AutoClear(true)
                .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn())
                .Start(context => train(new TrainingReport(console, context.AddTask("epoch 1"))))
            : train(new TrainingReport(console, null));

    public override void OnStepEnd(in CallbackPass pass)
    {
        if (bar == null) return;
        var step = pass.Step;
        bar.Description = string.Create(CultureInfo.InvariantCulture, $"epoch {step.Epoch}   loss {step.Loss:0.000}");
        bar.Value = 100.0 * step.StepInEpoch / step.StepsPerEpoch;
    }

    public override void OnEpochEnd(in CallbackPass pass)
    {
        var epoch = pass.Epoch;
        console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"epoch {epoch.Epoch,3}   loss {epoch.Loss:0.0000}   accuracy {epoch.Accuracy:0.0000}   {epoch.Duration.TotalSeconds:0.00} s"));
    }
}
