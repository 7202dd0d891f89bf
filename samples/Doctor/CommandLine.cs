using System.CommandLine;
using Mnist;

namespace Doctor;

/// <summary>Runs every fault and every healthy run with some seeds, and prints what was found: 1 if that is less than promised, 2 for what was asked wrongly.</summary>
internal sealed class CommandLine(TextWriter console, TextWriter error)
{
    private readonly Option<int> _seeds = new("--seeds") { Description = "Seeds for each run. Default 1.", HelpName = "N", DefaultValueFactory = _ => 1 };
    private readonly Option<string?> _mnist = new("--mnist") { Description = "The folder with MNIST's four files: one healthy run more.", HelpName = "DIR" };
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
        if (mnist != null) healthy = healthy.Append(HealthyRuns.Mnist(new MnistSource().Find(mnist, offline: true, out _)!.Train));
        var table = new Table(console, seeds, showsAll: only.Length > 0);
        foreach (var fault in faults.Where(fault => fault.Name.Contains(only, StringComparison.Ordinal))) table.Write(fault);
        foreach (var run in healthy.Where(run => run.Name.Contains(only, StringComparison.Ordinal))) table.Write(run);
        return table.WriteSum() ? 0 : 1;
    }
}
