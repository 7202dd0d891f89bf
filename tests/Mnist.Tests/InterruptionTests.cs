using System.Text.Json;
using System.Text.RegularExpressions;

namespace Mnist.Tests;

/// <summary>Ctrl+C in a terminal of its own.</summary>
public partial class InterruptionTests
{
    [PseudoTerminalFact]
    public void Train_ControlC_TellsAndWrites()
    {
        using var folder = new TemporaryFolder();
        var (output, code) = PseudoTerminal.Run("Mnist", folder.Path, "epoch 3: ", $"--offline --epochs 1000000 --json {folder["result.json"]}");

        Assert.Equal(130, code);
        string text = PseudoTerminal.Plain(output);
        int epochs = Epoch().Count(text);
        Assert.Contains($"canceled after epoch {epochs}\n", text, StringComparison.Ordinal);
        Assert.Matches(@"\ntest accuracy 0\.\d{4}\n$", text);
        Assert.True(output.LastIndexOf("\e[?25h", StringComparison.Ordinal) > output.LastIndexOf("\e[?25l", StringComparison.Ordinal),
            "The cursor is not shown again.");
        using var json = JsonDocument.Parse(File.ReadAllText(folder["result.json"]));
        Assert.Equal(epochs, json.RootElement.GetProperty("epochs").GetArrayLength());
        Assert.True(json.RootElement.GetProperty("canceled").GetBoolean());
    }

    [PseudoTerminalFact]
    public void Answer_ControlC_TellsAndWrites()
    {
        using var folder = new TemporaryFolder();
        var (output, code) = PseudoTerminal.Run("Mnist", folder.Path, "      100  ", $"answer --iterations 1000000 --json {folder["result.json"]}");

        Assert.Equal(130, code);
        using var json = JsonDocument.Parse(File.ReadAllText(folder["result.json"]));
        Assert.Contains($"canceled after {json.RootElement.GetProperty("iterations").GetInt32()} iterations\n", output, StringComparison.Ordinal);
        Assert.True(json.RootElement.GetProperty("canceled").GetBoolean());
    }

    [Fact]
    public void Press_Twice_CancelsThenEnds()
    {
        using var interruption = new Interruption();
        var token = interruption.Listen();

        Assert.True(interruption.Press());
        Assert.True(token.IsCancellationRequested);
        Assert.False(interruption.Press());
    }

    [GeneratedRegex(@"epoch \d+: loss \S+, accuracy")]
    private static partial Regex Epoch();
}
