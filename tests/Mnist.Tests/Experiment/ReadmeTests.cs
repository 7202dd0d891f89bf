using System.Text.RegularExpressions;
using ScratchNN.Tests;

namespace Mnist.Tests.Experiment;

/// <summary>What the README shows of the question is what the question prints.</summary>
public partial class ReadmeTests
{
    [SharedFact(SharedMnist.Relative)]
    public void Question_Readme_IsRealOutput()
    {
        var terminal = new Terminal();
        Assert.Equal(0, terminal.Run("question", "--data", SharedMnist.Folder, "--iterations", "101"));
        string printed = OneLine(terminal.Output), readme = File.ReadAllText(Path.Combine(SharedFolder.Repository, "README.md"));
        string block = readme[readme.IndexOf("iteration  accuracy", StringComparison.Ordinal)..];

        var entries = Entry().Split(block[..block.IndexOf("```", StringComparison.Ordinal)]).Select(OneLine).ToArray();

        Assert.True(entries.Length > 8);
        Assert.All(entries, entry => Assert.Contains(entry, printed, StringComparison.Ordinal));
    }

    private static string OneLine(string text) => Space().Replace(text, " ").Trim();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    /// <summary>Where a row of the table or a finding begins.</summary>
    [GeneratedRegex(@"\n(?= +\d+ +0\.\d{4} |SNN\d)")]
    private static partial Regex Entry();
}
