using System.CommandLine;
using Samples;

namespace ScratchNN.Benchmarks;

/// <summary>What compares in turns, beside the benchmarks.</summary>
internal static class Commands
{
    public static int Run(string[] arguments) => Invocation.Run(Root(), arguments, Console.Out, Console.Error);

    private static RootCommand Root()
    {
        Option<string> only = new("--only") { Description = "Only rows with this in their name.", HelpName = "TEXT", DefaultValueFactory = _ => "" };
        Option<bool> advise = new("--advise") { Description = "Rows of speed advise and do not fail: neighbours may be using the machine." };
        Option<string?> json = CheckedOption.OutputFile("--json", "Write the results there.");
        Option<string> shared = new("--shared") { Description = "Where peer and data are.", HelpName = "DIR", DefaultValueFactory = _ => "../shared" };

        var guard = new Command("guard", "Measures the ratios that matter; the exit code is 1 if one is out of bounds.") { only, advise, json };
        guard.SetAction(parsed =>
        {
            var rows = GuardRows.All.Where(row => row.Name.Contains(parsed.GetValue(only)!));
            var machine = WriteHead("guard", "how many times as fast as what is after the colon");
            var results = new GuardRun(rows, parsed.GetValue(advise), Console.Out).Run();
            var report = new GuardReport(machine, DateTimeOffset.Now, results);
            if (parsed.GetValue(json) is { } file) File.WriteAllText(file, report.ToJson());
            return report.Passed ? 0 : 1;
        });

        var turns = CheckedOption.WholeNumber("--turns", "How often each trains, three epochs each time. Default 4.", 1000);
        var peers = new Command("peers", "Trains on MNIST in turns with TorchSharp.") { only, turns, shared };
        peers.SetAction(parsed =>
        {
            var peer = new TorchSharp(parsed.GetValue(shared)!);
            if (peer.WhyAbsent is { } reason)
            {
                Console.WriteLine(reason);
                return;
            }
            WriteHead("peers", "seconds of an epoch of MNIST, how many times as long as ours the other takes, which share of our time the multiply-adds "
                + "of its products would take at the peak of its cores, zeros, which we skip, counted; and how long a cache line takes to another "
                + "core and back, before each turn: a virtual machine's cores move");
            new PeerRun(peer).Run(PeerRun.Settings.Where(setting => $"{setting}".Contains(parsed.GetValue(only)!)), parsed.GetValue(turns) ?? 4, Console.Out);
        });
        var predict = new Command("predict", "Predicts in turns with ONNX Runtime.") { only };
        predict.SetAction(parsed =>
        {
            WriteHead("predict", "time of a call, and how many times as long as ours ONNX Runtime takes");
            PredictionRun.Run(PredictionRun.Settings.Where(setting => $"{setting}".Contains(parsed.GetValue(only)!)), Console.Out);
        });

        var megabytes = CheckedOption.WholeNumber("--megabytes", "The size of the file. Default 1000: takes a minute or two, and as much of a disk.", 100_000);
        var csv = new Command("csv", "Reads a CSV file of numbers in turns with Sep alone.") { megabytes };
        csv.SetAction(parsed =>
        {
            WriteHead("csv", "how many times as fast as Sep, which parses the fields to floats and keeps none, Table.ReadCsv reads a file into a table");
            new CsvRun(parsed.GetValue(megabytes) ?? 1000).Run(Console.Out);
        });
        var checks = new Command("checks", "Measures what the checks of a Fit cost, before the first step and during training.") { shared };
        checks.SetAction(parsed =>
        {
            WriteHead("checks", "milliseconds that the checks take, each and together");
            new CheckRun(Path.Combine(parsed.GetValue(shared)!, "data", "mnist")).Run(Console.Out);
        });
        var fits = CheckedOption.WholeNumber("--turns", "How often each kind of Fit trains. Default 11: takes half a minute.", 1000);
        var report = new Command("report",
            "Measures what HtmlReport adds to the default Fit of MNIST, in turns with none; the exit code is 1 if it is more than 3 %.") { fits, shared };
        report.SetAction(parsed =>
        {
            WriteHead("report", "whole Fits of 784-128-10, 10 epochs, with default options");
            var (x, labels) = Images.Of(Path.Combine(parsed.GetValue(shared)!, "data", "mnist"));
            return ReportRun.Run(x, labels, parsed.GetValue(fits) ?? 11, Console.Out);
        });
        var gigabytes = CheckedOption.WholeNumber("--gigabytes", "The size of the large file, a hole. Default 20: takes some minutes.", 1000);
        var records = new Command("records",
            "Trains on records that are larger than memory, and on a gigabyte of them beside the same rows in memory; "
                + "the exit code is 1 if memory or speed is out of bounds.") { gigabytes };
        records.SetAction(parsed =>
        {
            WriteHead("records", "784-128-10 in batches of 128, one epoch, Shuffle.Blocks(4096), read ahead");
            return RecordsTrial.Run(parsed.GetValue(gigabytes) ?? 20, Console.Out);
        });
        Option<bool> avx2 = new("--avx2") { Description = "Runs guard and peers, with all libraries held to AVX2, on a machine with AVX-512." };
        var page = new Command("page", "Runs all of these, for half an hour, and writes what they print to results/ and docs/benchmarks.md.") { avx2 };
        page.SetAction(parsed => new ResultsPage(Environment.CurrentDirectory).Write(parsed.GetValue(avx2), Console.Out));
        var root = new RootCommand("Compares ScratchNN to others. Without a command: the benchmarks.") { guard, peers, predict, csv, checks, report, records,
            page };
#if TORCHSHARP
        var seeds = CheckedOption.WholeNumber("--seeds", "Seeds of each side. Default 10: takes three quarters of an hour.", 1000);
        var accuracy = new Command("accuracy", "Trains on MNIST as TorchSharp does, and compares what both learn.") { only, seeds, shared };
        accuracy.SetAction(parsed =>
        {
            WriteHead("accuracy", "accuracy on the test images after three epochs, mean ± standard deviation over the seeds");
            new AccuracyRun(Path.Combine(parsed.GetValue(shared)!, "data", "mnist")).Run(
                PeerRun.Settings.Where(setting => char.IsAsciiLetter(setting.Network[0]) && setting.Network.Contains(parsed.GetValue(only)!)),
                parsed.GetValue(seeds) ?? 10, Console.Out);
        });
        root.Add(accuracy);
#endif
        return root;
    }

    /// <summary>Each command writes a section of a page in results/.</summary>
    private static Machine WriteHead(string command, string what)
    {
        var machine = Machine.Current();
        Console.WriteLine($"## `dotnet run -c Release --project src/ScratchNN.Benchmarks -- {command}`\n\n{machine}\n\nIn the table: {what}.\n");
        return machine;
    }
}
