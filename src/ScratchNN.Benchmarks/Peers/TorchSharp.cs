using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace ScratchNN.Benchmarks;

/// <summary>The peer: libtorch through TorchSharp, a program beside the repository that runs as a process of its own.</summary>
internal sealed partial class TorchSharp(string shared)
{
    private readonly string _script = Path.Combine(shared, "peers", "torchsharp", "run.sh");

    /// <summary>The folder with MNIST's files.</summary>
    public string Data { get; } = Path.Combine(shared, "data", "mnist");

    /// <summary>Null if it can be measured.</summary>
    public string? WhyAbsent =>
        !File.Exists(_script) ? $"{_script} is absent, there is nothing to compare to."
        : !Directory.Exists(Data) ? $"{Data} is absent, there is nothing to train on."
        : null;

    /// <summary>Trains a new model, and says how long each epoch took.</summary>
    /// <exception cref="InvalidOperationException">The process ended before its last epoch.</exception>
    public double[] EpochSeconds(PeerSetting setting, int epochs)
    {
        var start = new ProcessStartInfo("bash") { RedirectStandardOutput = true };
        foreach (object argument in (object[])[_script, Data, .. setting.Arguments, epochs])
            start.ArgumentList.Add($"{argument}");

        using var process = Process.Start(start)!;
        var seconds = new List<double>();
        while (seconds.Count < epochs && process.StandardOutput.ReadLine() is { } line)
        {
            if (EpochLine().Match(line) is { Success: true } match)
                seconds.Add(double.Parse(match.Groups["seconds"].Value, CultureInfo.InvariantCulture));
        }
        if (seconds.Count < epochs) throw new InvalidOperationException($"{_script} ended after {seconds.Count} of {epochs} epochs.");

        process.Kill(entireProcessTree: true); // it would go on with measurements that nobody asked for
        process.WaitForExit();
        return [.. seconds];
    }

    [GeneratedRegex(@"epoch \d+: (?<seconds>[\d.]+) s")]
    private static partial Regex EpochLine();
}
