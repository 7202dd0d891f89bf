using System.Text.RegularExpressions;
using System.Diagnostics;
using System.Text;

namespace Mnist.Tests;

/// <summary>Runs a sample in a terminal of its own, which util-linux's <c>script</c> makes.</summary>
internal static partial class PseudoTerminal
{
    private const char ControlC = '\u0003';

    /// <summary>What was written, without the escape codes that move the cursor.</summary>
    public static string Plain(string output) => Escape().Replace(output, "").Replace("\r", "", StringComparison.Ordinal);

    /// <summary>Runs it until it has written something, presses Ctrl+C, again when it says what that does, and reads to the end.</summary>
    public static (string Output, int ExitCode) Run(string sample, string folder, string awaited, string arguments, string terminal = "xterm", int columns = 80,
        int presses = 1)
    {
        string command = $"stty cols {columns}; exec dotnet exec {Path.Combine(AppContext.BaseDirectory, $"{sample}.dll")} {arguments}";
        var start = new ProcessStartInfo("script",
            ["--quiet", "--return", "--command", command, Path.Combine(folder, "typescript")])
        { RedirectStandardInput = true, RedirectStandardOutput = true };
        (start.Environment["TERM"], start.Environment["XDG_CACHE_HOME"]) = (terminal, folder); // no MNIST there
        start.Environment.Remove("CI"); // a terminal that somebody looks at
        using var process = Process.Start(start)!;
        var output = new StringBuilder();
        for (int next; (next = process.StandardOutput.Read()) >= 0;)
        {
            output.Append((char)next);
            if (awaited.Length == 0 || next != awaited[^1] || !output.ToString().Contains(awaited, StringComparison.Ordinal)) continue;
            awaited = --presses > 0 ? "Ctrl+C again" : "";
            process.StandardInput.Write(ControlC);
            process.StandardInput.Flush();
        }
        process.WaitForExit();
        return (output.ToString().Replace("\r\n", "\n", StringComparison.Ordinal), process.ExitCode);
    }

    [GeneratedRegex(@"\e\[[0-9;?]*[A-Za-z]")]
    private static partial Regex Escape();
}
