using System.Text.RegularExpressions;

namespace Mnist.Tests.Training;

/// <summary>The progress of the library in a terminal.</summary>
public class ProgressTests
{
    private const string Slow = "--offline --epochs 30 --hidden 4000 --batch 8 --threads 1"; // some seconds, also on fast machines

    [PseudoTerminalFact]
    public void Train_Terminal_HasALiveViewThatIsGoneInTheEnd()
    {
        using var folder = new TemporaryFolder();
        var (output, code) = PseudoTerminal.Run("Mnist", folder.Path, "", Slow, columns: 100);
        string text = PseudoTerminal.Plain(output);

        Assert.Equal(0, code);
        Assert.Matches(@"epoch \d+/30  █*░*  +\d+ %  [\d,]+ samples/s  ETA \d+:\d\d", text);
        Assert.Matches(@"loss     \S+ +[▁▂▃▄▅▆▇█]{2,}", text);
        Assert.Matches(@"accuracy 0\.\d{4} +[▁▂▃▄▅▆▇█]{2,}", text);
        Assert.Equal(30, Regex.Count(text, @"epoch \d+: loss \S+, accuracy \S+, learning rate \S+, \S+ s {10,}\n"));
        string end = output[output.LastIndexOf("\e[?25h", StringComparison.Ordinal)..];
        Assert.DoesNotContain("samples/s", end, StringComparison.Ordinal);
        Assert.DoesNotContain("\e[?25l", end, StringComparison.Ordinal);
    }

    [PseudoTerminalFact]
    public void Train_TerminalOf60Columns_HasLinesAndNoEscapeCodesWhileTraining()
    {
        using var folder = new TemporaryFolder();
        var (output, code) = PseudoTerminal.Run("Mnist", folder.Path, "", "--offline --epochs 3", columns: 60);

        Assert.Equal(0, code);
        Assert.DoesNotContain("\e[?25l", output, StringComparison.Ordinal);
        Assert.Equal(3, Regex.Count(output, @"\repoch \d+: loss|\nepoch \d+: loss"));
    }

    [PseudoTerminalFact]
    public void Train_NarrowTerminal_KeepsTheBarInOneLine()
    {
        using var folder = new TemporaryFolder();
        string[] bars = Bars(PseudoTerminal.Run("Mnist", folder.Path, "", Slow, columns: 30).Output);

        Assert.InRange(bars.Length, 3, 1000);
        Assert.All(bars, bar => Assert.InRange(bar.Length, 10, 29));
    }

    [PseudoTerminalFact]
    public void Train_DumbTerminal_HasLinesAlone()
    {
        using var folder = new TemporaryFolder();
        var (output, code) = PseudoTerminal.Run("Mnist", folder.Path, "", "--offline --epochs 3", terminal: "dumb");

        Assert.Equal(0, code);
        Assert.DoesNotContain('\r', output);
        Assert.Equal(3, output.Split('\n').Count(line => line.StartsWith("epoch ", StringComparison.Ordinal)));
    }

    /// <summary>While a step lasts seconds, so that the Fit cannot end before.</summary>
    [PseudoTerminalFact]
    public void Train_ControlCTwice_EndsTheProcessAtOnce()
    {
        using var folder = new TemporaryFolder();
        var (output, code) = PseudoTerminal.Run("Mnist", folder.Path, "samples/s", "--offline --epochs 1000 --hidden 60000 --batch 1438 --threads 1",
            presses: 2);

        Assert.Equal(130, code);
        Assert.Contains("Training ends after this step. Ctrl+C again ends the program.", output, StringComparison.Ordinal);
        Assert.True(output.LastIndexOf("\e[?25h", StringComparison.Ordinal) > output.LastIndexOf("\e[?25l", StringComparison.Ordinal),
            "The cursor is not shown again.");
        Assert.DoesNotContain("test accuracy", output, StringComparison.Ordinal);
    }

    private static string[] Bars(string output) =>
        [.. output.Split('\r').Where(text => text.StartsWith("epoch ", StringComparison.Ordinal) && !text.Contains('\n', StringComparison.Ordinal))];
}
