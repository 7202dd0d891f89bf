namespace Mnist.Tests.Training;

/// <summary>The progress of the library in a terminal.</summary>
public class ProgressTests
{
    private const string Slow = "--offline --epochs 30 --hidden 4000 --batch 8 --threads 1"; // some seconds, also on fast machines

    [PseudoTerminalFact]
    public void Train_Terminal_HasABarThatIsGoneInTheEnd()
    {
        using var folder = new TemporaryFolder();
        var (output, code) = PseudoTerminal.Run(folder, "", Slow, columns: 100);
        string[] bars = Bars(output);

        Assert.Equal(0, code);
        Assert.InRange(bars.Length, 3, 1000);
        Assert.All(bars, bar => Assert.Matches(@"^epoch \d+/30 \[#*-*\] loss \S+ accuracy [01]\.\d{4} \d+ samples/s( ETA \d+:\d\d)? *$", bar));
        Assert.Contains(bars, bar => bar.Contains("ETA", StringComparison.Ordinal));
        Assert.Matches(@"\r {50,}\repoch \d+: loss \S+, accuracy \S+, learning rate \S+, \S+ s\n", output);
    }

    [PseudoTerminalFact]
    public void Train_NarrowTerminal_KeepsTheBarInOneLine()
    {
        using var folder = new TemporaryFolder();
        string[] bars = Bars(PseudoTerminal.Run(folder, "", Slow, columns: 30).Output);

        Assert.InRange(bars.Length, 3, 1000);
        Assert.All(bars, bar => Assert.InRange(bar.Length, 10, 29));
    }

    [PseudoTerminalFact]
    public void Train_DumbTerminal_HasLinesAlone()
    {
        using var folder = new TemporaryFolder();
        var (output, code) = PseudoTerminal.Run(folder, "", "--offline --epochs 3", terminal: "dumb");

        Assert.Equal(0, code);
        Assert.DoesNotContain('\r', output);
        Assert.Equal(3, output.Split('\n').Count(line => line.StartsWith("epoch ", StringComparison.Ordinal)));
    }

    /// <summary>While a step lasts seconds, so that the Fit cannot end before.</summary>
    [PseudoTerminalFact]
    public void Train_ControlCTwice_EndsTheProcessAtOnce()
    {
        using var folder = new TemporaryFolder();
        var (output, code) = PseudoTerminal.Run(folder, "] loss", "--offline --epochs 1000 --hidden 60000 --batch 1438 --threads 1", presses: 2);

        Assert.Equal(130, code);
        Assert.Contains("Training ends after this step. Ctrl+C again ends the program.\n", output, StringComparison.Ordinal);
        Assert.DoesNotContain("test accuracy", output, StringComparison.Ordinal);
    }

    private static string[] Bars(string output) => [.. output.Split('\r').Where(text => text.StartsWith("epoch ", StringComparison.Ordinal) && !text.Contains('\n', StringComparison.Ordinal))];
}
