using System.CommandLine;
using System.Globalization;
using Mnist;
using Samples;
using ScratchNN.Benchmarks;

namespace Doctor;

/// <summary>
/// Runs every fault and every healthy run with some seeds, and prints what was found: 1 if that is less than promised, 2 for what was asked wrongly.
/// </summary>
internal sealed class CommandLine(TextWriter console, TextWriter error)
{
    private readonly Option<int?> _seeds = CheckedOption.WholeNumber("--seeds", "Seeds for each run, up to 1000. Default 1.", 1000);
    private readonly Option<string?> _mnist = CheckedOption.Folder(
        "--mnist", "The folder with MNIST's four files: adds a healthy run, and the cost of watching it.");
    private readonly Option<string> _only = new("--only")
    {
        Description = "Run only what has TEXT in its name, and print all findings.", HelpName = "TEXT",
        DefaultValueFactory = _ => ""
    };
    private readonly Option<string?> _suite = new("--suite")
    {
        Description = "ours: the faults that we seeded; strangers: those of other people. Default both, each with its healthy runs; healthy: only these.",
        HelpName = "SUITE",
    };
    private readonly Option<string?> _json = CheckedOption.OutputFile("--json", "Write the totals to FILE, as JSON.");

    public int Run(string[] arguments)
    {
        _suite.AcceptOnlyFromAmong("ours", "strangers", "healthy");
        var root = new RootCommand("Seeds faults into small networks and data; counts which of them the trainer finds and what it reports on healthy runs.")
        {
            _seeds, _mnist, _only, _suite, _json,
        };
        root.SetAction(parsed => Examine(
            parsed.GetValue(_seeds) ?? 1, parsed.GetValue(_mnist), parsed.GetValue(_only)!, parsed.GetValue(_suite), parsed.GetValue(_json)));
        return Invocation.Run(root, arguments, console, error);
    }

    private int Examine(int seeds, string? mnist, string only, string? suite, string? json)
    {
        var images = mnist == null ? null : MnistSource.Load(mnist).Train;
        bool hasOurs = suite != "strangers", hasStrangers = suite != "ours";
        Fault[] faults = hasOurs && suite != "healthy"
            ? Wanted<Fault>([.. DataFaults.All, .. ModelFaults.All, .. LayerFaults.All, .. TrainingFaults.All], fault => fault.Name) : [];
        Stranger[] strangers = hasStrangers && suite != "healthy" ? Wanted(Doctor.Strangers.All, stranger => stranger.Name) : [];
        Healthy[] ourRuns = [.. HealthyRuns.All, .. images == null ? [] : (Healthy[])[HealthyRuns.Mnist(images)]];
        Healthy[] healthy = hasOurs ? Wanted(ourRuns, run => run.Name) : [];
        Healthy[] healthyStrangers = hasStrangers ? Wanted(HealthyStrangers.All, run => run.Name) : [];
        if (faults.Length + strangers.Length + healthy.Length + healthyStrangers.Length == 0)
        {
            error.WriteLine($"--only takes a part of a run's name, such as softmax or digits, got {only}: no run is called that.");
            return 2;
        }
        var report = new Report();
        var table = new Table(console, report, seeds, showsAll: only.Length > 0);
        foreach (var fault in faults) table.Write(fault);
        foreach (var stranger in strangers) table.Write(stranger);
        console.WriteLine();
        foreach (var run in healthy) table.Write(run, report.Healthy);
        foreach (var run in healthyStrangers) table.Write(run, report.HealthyStrangers);
        report.Write(console);
        if (json != null) File.WriteAllText(json, report.ToJson(seeds));
        if (images != null)
            console.WriteLine(
                string.Create(CultureInfo.InvariantCulture,
                    $"watching costs {100 * (1 - WatchCost.Ratios(images.Pixels, images.Labels).Watching):0.0} % of 10 epochs of MNIST"));
        return report.IsAsPromised ? 0 : 1;

        T[] Wanted<T>(T[] runs, Func<T, string> name) => Array.FindAll(runs, run => name(run).Contains(only, StringComparison.Ordinal));
    }
}
