using System.Text.RegularExpressions;
using ScratchNN.Tests;

namespace Mnist.Tests.Experiment;

/// <summary>What README and story show of the question is what the question prints.</summary>
public partial class ReadmeTests
{
    [SharedFact(SharedMnist.Relative)]
    public void Question_ReadmeAndStory_ShowRealOutput()
    {
        var terminal = new Terminal();
        Assert.Equal(0, terminal.Run("question", "--data", SharedMnist.Folder, "--iterations", "101"));
        string printed = OneLine(terminal.Output);

        string[] story = Entries("docs/story/README.md", "iteration  accuracy"), readme = Entries("README.md", "SNN005 error");

        Assert.True(story.Length > 8);
        Assert.Single(readme);
        Assert.All(story.Concat(readme), entry => Assert.Contains(entry, printed, StringComparison.Ordinal));
    }

    /// <summary>The rows and findings of the block that begins so.</summary>
    private static string[] Entries(string path, string begin)
    {
        string page = File.ReadAllText(Path.Combine(SharedFolder.Repository, path)).ReplaceLineEndings("\n");
        string block = page[page.IndexOf(begin, StringComparison.Ordinal)..];
        return [.. Entry().Split(block[..block.IndexOf("```", StringComparison.Ordinal)]).Select(OneLine)];
    }

    private static string OneLine(string text) => Space().Replace(text, " ").Trim();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();

    /// <summary>Where a row of the table or a finding begins.</summary>
    [GeneratedRegex(@"\n(?= +\d+ +0\.\d{4} |SNN\d)")]
    private static partial Regex Entry();
}
