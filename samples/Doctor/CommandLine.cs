using System.CommandLine;
using System.Globalization;
using Mnist;
using ScratchNN.Benchmarks;

namespace Doctor;

/// <summary>Runs every fault and every healthy run with some seeds, and prints what was found: 1 if that is less than promised, 2 for what was asked wrongly.</summary>
internal sealed class CommandLine(TextWriter console, TextWriter error)
{
    private readonly Option<int> _seeds = new("--seeds") { Description = "Seeds for each run. Default 1.", HelpName = "N", DefaultValueFactory = _ => 1 };
    private readonly Option<string?> _mnist = new("--mnist") { Description = "The folder with MNIST's four files: one healthy run more, and the cost of watching there.", HelpName = "DIR" };
    private readonly Option<string> _only = new("--only") { Description = "Only runs whose name holds this, with all that was found.", HelpName = "TEXT", DefaultValueFactory = _ => "" };

    public int Run(string[] arguments)
    {
        var root = new RootCommand("Seeds faults into small networks and data, and counts which of them the trainer finds, and what it says of healthy runs.") { _seeds, _mnist, _only };
        root.SetAction(parsed => Examine(parsed.GetValue(_seeds), parsed.GetValue(_mnist), parsed.GetValue(_only)!));
        var parsed = root.Parse(arguments);
        if (parsed.Errors.Count == 0) return parsed.Invoke(new InvocationConfiguration { Output = console, Error = error });
        error.WriteLine($"{parsed.Errors[0].Message} See --help.");
        return 2;
    }

    private int Examine(int seeds, string? mnist, string only)
    {
        Fault[] faults = [.. DataFaults.All, .. ModelFaults.All, .. LayerFaults.All, .. TrainingFaults.All];
        IEnumerable<Healthy> healthy = HealthyRuns.All;
        var images = mnist == null ? null : new MnistSource().Find(mnist, offline: true, out _)!.Train;
        if (images != null) healthy = healthy.Append(HealthyRuns.Mnist(images));
        var table = new Table(console, seeds, showsAll: only.Length > 0);
        foreach (var fault in faults.Where(fault => fault.Name.Contains(only, StringComparison.Ordinal))) table.Write(fault);
        foreach (var run in healthy.Where(run => run.Name.Contains(only, StringComparison.Ordinal))) table.Write(run);
        bool isAsPromised = table.WriteSum();
        if (images != null) console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"watching costs {100 * (1 - WatchCost.Ratio(images.Pixels, images.Labels)):0.0} % of 10 epochs of MNIST"));
        return isAsPromised ? 0 : 1;
    }
}
