using System.CommandLine;
using System.Globalization;
using Mnist;
using Samples;
using ScratchNN.Benchmarks;

namespace Doctor;

/// <summary>Runs every fault and every healthy run with some seeds, and prints what was found: 1 if that is less than promised, 2 for what was asked wrongly.</summary>
internal sealed class CommandLine(TextWriter console, TextWriter error)
{
    private readonly Option<int?> _seeds = CheckedOption.WholeNumber("--seeds", "Seeds for each run, up to 1000. Default 1.", 1000);
    private readonly Option<string?> _mnist = CheckedOption.Folder(
        "--mnist", "The folder with MNIST's four files: one healthy run more, and the cost of watching there.");
    private readonly Option<string> _only = new("--only") { Description = "Only runs whose name holds this, with all that was found.", HelpName = "TEXT", DefaultValueFactory = _ => "" };

    public int Run(string[] arguments)
    {
        var root = new RootCommand("Seeds faults into small networks and data, and counts which of them the trainer finds, and what it says of healthy runs.") { _seeds, _mnist, _only };
        root.SetAction(parsed => Examine(parsed.GetValue(_seeds) ?? 1, parsed.GetValue(_mnist), parsed.GetValue(_only)!));
        return Invocation.Run(root, arguments, console, error);
    }

    private int Examine(int seeds, string? mnist, string only)
    {
        Fault[] faults = [.. DataFaults.All, .. ModelFaults.All, .. LayerFaults.All, .. TrainingFaults.All];
        var images = mnist == null ? null : MnistSource.Load(mnist).Train;
        Healthy[] healthy = [.. HealthyRuns.All, .. images == null ? [] : (Healthy[])[HealthyRuns.Mnist(images)]];
        faults = Array.FindAll(faults, fault => fault.Name.Contains(only, StringComparison.Ordinal));
        healthy = Array.FindAll(healthy, run => run.Name.Contains(only, StringComparison.Ordinal));
        if (faults.Length + healthy.Length == 0)
        {
            error.WriteLine($"--only takes a part of a run's name, such as softmax or digits, got {only}: no run is called that.");
            return 2;
        }
        var table = new Table(console, seeds, showsAll: only.Length > 0);
        foreach (var fault in faults) table.Write(fault);
        foreach (var run in healthy) table.Write(run);
        bool isAsPromised = table.WriteSum();
        if (images != null) console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"watching costs {100 * (1 - WatchCost.Ratio(images.Pixels, images.Labels)):0.0} % of 10 epochs of MNIST"));
        return isAsPromised ? 0 : 1;
    }
}
