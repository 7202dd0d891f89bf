using Spectre.Console;

namespace Mnist;

/// <summary>Makes the pictures of the documents: charts, cut from the reports of real runs. The same version gives the same files, to the letter.</summary>
internal static class PicturesCommand
{
    private const ulong Seed = 1; // that of the README

    private static readonly Picture[] _ofTheQuestion =
    [
        new("pictures/broken.svg", "The largest logit", IsAlone: true),
        new("story/answers.svg", "What it answers"), new("story/loss.svg", "Loss"), new("story/broken.svg", "The batch that broke"),
            new("story/logits.svg", "The largest logit"),
    ];

    private static readonly Picture[] _ofTheMainJob = [new("pictures/healthy.svg", "Loss", IsAlone: true)];

    /// <returns>The exit code.</returns>
    public static int Run(string folder, TrainOptions options, MnistSource source, IAnsiConsole console, TextWriter error, Interruption interruption)
    {
        string report = Path.Combine(Path.GetTempPath(), $"pictures-{Environment.ProcessId}-{Guid.NewGuid():N}.html");
        try
        {
            var asked = new ExperimentOptions { Data = options.Data, Offline = options.Offline, Threads = options.Threads, Report = report };
            if (Question.Run(asked, source, console, error, interruption) is not { } broken) return 1;
            if (broken.Canceled) return Interruption.ExitCode;
            Write(_ofTheQuestion, folder, report, console);
            if (TrainCommand.Run(options with { Seed = Seed, Report = report }, source, console).Canceled) return Interruption.ExitCode;
            Write(_ofTheMainJob, folder, report, console);
            return 0;
        }
        finally
        {
            File.Delete(report);
        }
    }

    private static void Write(IEnumerable<Picture> pictures, string folder, string report, IAnsiConsole console)
    {
        var page = new ReportCharts(File.ReadAllText(report));
        foreach (var picture in pictures)
        {
            string path = Path.Combine(folder, picture.File);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, picture.IsAlone ? page.Explained(picture.Chart) : page.Plain(picture.Chart));
            console.Line(path);
        }
    }
}
