using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Spectre.Console;

namespace Mnist.Tests;

/// <summary>Ctrl+C in a terminal of its own.</summary>
public partial class InterruptionTests
{
    private const string Hide = "\u001b[?25l", Show = "\u001b[?25h";
    private const char ControlC = '\u0003';

    [PseudoTerminalFact]
    public void Train_ControlC_TellsWritesAndGivesTheCursorBack()
    {
        using var folder = new TemporaryFolder();
        var (output, code) = InTerminal(folder, "epoch   3 ", $"--offline --epochs 1000000 --json {folder["result.json"]}");

        Assert.Equal(130, code);
        int epochs = Epoch().Count(output);
        Assert.Contains($"{Show}canceled after epoch {epochs}\n", output, StringComparison.Ordinal);
        Assert.Matches(@"\ntest accuracy 0\.\d{4}\n$", output);
        Assert.InRange(output.LastIndexOf(Hide, StringComparison.Ordinal), 0, output.LastIndexOf(Show, StringComparison.Ordinal));
        using var json = JsonDocument.Parse(File.ReadAllText(folder["result.json"]));
        Assert.Equal(epochs, json.RootElement.GetProperty("epochs").GetArrayLength());
        Assert.True(json.RootElement.GetProperty("canceled").GetBoolean());
    }

    [PseudoTerminalFact]
    public void Answer_ControlC_TellsAndWrites()
    {
        using var folder = new TemporaryFolder();
        var (output, code) = InTerminal(folder, "      100  ", $"answer --iterations 1000000 --json {folder["result.json"]}");

        Assert.Equal(130, code);
        using var json = JsonDocument.Parse(File.ReadAllText(folder["result.json"]));
        Assert.Contains($"canceled after {json.RootElement.GetProperty("iterations").GetInt32()} iterations\n", output, StringComparison.Ordinal);
        Assert.True(json.RootElement.GetProperty("canceled").GetBoolean());
    }

    [Fact]
    public void Press_Twice_CancelsThenEndsAndShowsTheCursor()
    {
        var output = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output), Ansi = AnsiSupport.Yes });
        using var interruption = new Interruption(console);
        var token = interruption.Listen();

        Assert.True(interruption.Press());
        Assert.True(token.IsCancellationRequested);
        Assert.Empty(output.ToString());

        Assert.False(interruption.Press());
        Assert.Equal(Show, output.ToString());
    }

    /// <summary>Runs the program until it has written something, presses Ctrl+C, and reads to the end.</summary>
    private static (string Output, int ExitCode) InTerminal(TemporaryFolder folder, string awaited, string arguments)
    {
        var start = new ProcessStartInfo("script", ["--quiet", "--return", "--command", $"dotnet exec {Path.Combine(AppContext.BaseDirectory, "Mnist.dll")} {arguments}", folder["typescript"]])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        (start.Environment["TERM"], start.Environment["XDG_CACHE_HOME"]) = ("xterm", folder.Path); // no MNIST there
        using var process = Process.Start(start)!;
        var output = new StringBuilder();
        for (int next; (next = process.StandardOutput.Read()) >= 0;)
        {
            output.Append((char)next);
            if (awaited.Length == 0 || next != awaited[^1] || !output.ToString().Contains(awaited, StringComparison.Ordinal)) continue;
            awaited = "";
            process.StandardInput.Write(ControlC);
            process.StandardInput.Flush();
        }
        process.WaitForExit();
        return (output.ToString().ReplaceLineEndings("\n"), process.ExitCode);
    }

    [GeneratedRegex(@"epoch +\d+   loss \d\.\d{4}   accuracy")]
    private static partial Regex Epoch();
}
