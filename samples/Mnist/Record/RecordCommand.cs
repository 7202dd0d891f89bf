using System.Globalization;
using Spectre.Console;

namespace Mnist;

/// <summary>How many of MNIST's test images a recipe reads correctly, and how long it takes to train: many seeds.</summary>
internal static class RecordCommand
{
    /// <summary>Runs it; null where there is no MNIST.</summary>
    public static RecordResult? Run(Recipe recipe, RecordOptions options, MnistSource source, IAnsiConsole console, TextWriter error, Interruption interruption)
    {
        if (source.Find(options.Data, options.Offline, out string reason) is not { } data)
        {
            error.WriteLine($"This record needs MNIST, and there is none ({reason.TrimEnd('.')}). Name its folder with --data.");
            return null;
        }
        return Run(recipe, data, options, console, interruption.Listen());
    }

    public static RecordResult Run(Recipe recipe, DigitData data, RecordOptions options, IAnsiConsole console, CancellationToken cancellationToken = default)
    {
        if (options.HoldOut) data = data.HoldOut();
        string accuracy = options.HoldOut ? "held-out accuracy" : "test accuracy";
        console.Line(Protocol(recipe, data, options.Threads));
        var runs = new List<RecordRun>();
        for (int run = 0; run < options.Runs; run++)
        {
            if (recipe.Run(data, options.Seed + (ulong)run, options.Threads, ReportOf(options, run), cancellationToken) is not { } complete)
            {
                console.Line($"canceled after {run} of {options.Runs} runs");
                break;
            }
            runs.Add(complete);
            console.Line(
                string.Create(CultureInfo.InvariantCulture,
                    $"seed {runs[^1].Seed,3}   {runs[^1].Seconds:0.000} s   {accuracy} {runs[^1].TestAccuracy:0.0000}"));
        }
        if (runs.Count > 0)
        {
            console.Line(Summary("seconds", "0.000", [.. runs.Select(run => run.Seconds)]));
            console.Line(Summary(accuracy, "0.0000", [.. runs.Select(run => run.TestAccuracy)]));
        }
        return new RecordResult(recipe, options.Threads, options.HoldOut, runs, Canceled: runs.Count < options.Runs);
    }

    /// <summary>The report of a run: of several, each has its seed in the name.</summary>
    private static string? ReportOf(RecordOptions options, int run) => options.Report is { } path && options.Runs > 1
        ? Path.Combine(Path.GetDirectoryName(path) ?? "", $"{Path.GetFileNameWithoutExtension(path)}-{options.Seed + (ulong)run}{Path.GetExtension(path)}")
            : options.Report;

    private static string Protocol(Recipe recipe, DigitData data, int threads) => string.Create(CultureInfo.InvariantCulture, $"""
        {recipe.Describe(data.Train.PixelsPerImage)}, {recipe.Epochs} epochs of {data.Train.Count} images, threads: {threads}.
        Inside the clock: building the model, its first weights, the checks, every epoch, and in the first run what is compiled then; nothing is warmed up.
        Outside: the program's start, reading the images into arrays, the test at the end.
        The recipe was chosen on 10,000 images held out of MNIST's training set, {recipe.Choice} after training on the other 50,000.
        """);

    private static string Summary(string what, string format, double[] values)
    {
        double mean = values.Average(), deviation = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / Math.Max(1, values.Length - 1));
        return $"{what}: mean {Text(mean)}, deviation {Text(deviation)}, {Text(values.Min())} to {Text(values.Max())}";

        string Text(double value) => value.ToString(format, CultureInfo.InvariantCulture);
    }
}
