using System.Diagnostics;

namespace ScratchNN.Mpi.Tests;

/// <summary>The sample under a launcher, or alone.</summary>
internal static class Job
{
    private static readonly string _sample = Path.Combine(AppContext.BaseDirectory, "MnistMpi.dll");

    /// <summary>A launcher of a family: mpirun.openmpi or mpirun.mpich where both are installed; null if it is missing.</summary>
    public static string? Launcher(string family) => Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, $"mpirun.{family}")).FirstOrDefault(File.Exists);

    /// <summary>Starts the ranks.</summary>
    public static Process Start(string family, int ranks, params ReadOnlySpan<string> arguments)
    {
        string[] options = family == "openmpi"
            ? ["--allow-run-as-root", "--oversubscribe", "--bind-to", "none", "-x", "TERM=dumb", "--mca", "mpi_yield_when_idle", "1"] : [];
        return Start(Launcher(family)!, [.. options, "-n", $"{ranks}", "dotnet", "exec", _sample, .. arguments]);
    }

    /// <summary>Starts the sample without a launcher.</summary>
    public static Process StartAlone(params ReadOnlySpan<string> arguments) => Start("dotnet", ["exec", _sample, .. arguments]);

    /// <summary>Waits for the end; what it wrote, both streams together.</summary>
    public static (int ExitCode, string Output) End(Process process, int seconds = 120)
    {
        using (process)
        {
            var error = process.StandardError.ReadToEndAsync();
            var output = process.StandardOutput.ReadToEndAsync();
            if (!process.WaitForExit(TimeSpan.FromSeconds(seconds)))
            {
                process.Kill(entireProcessTree: true);
                Assert.Fail($"The job did not end in {seconds} s.");
            }
            return (process.ExitCode, output.Result + error.Result);
        }
    }

    /// <summary>The hash of the weights, of a job that ends well and says it once.</summary>
    public static string Hash(Process process)
    {
        var (code, output) = End(process);
        Assert.True(code == 0, output);
        return Assert.Single(output.Split('\n', StringSplitOptions.TrimEntries), line => line.StartsWith("weights sha256 ", StringComparison.Ordinal));
    }

    private static Process Start(string program, string[] arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
}
