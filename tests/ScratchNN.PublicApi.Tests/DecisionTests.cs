using System.Text.RegularExpressions;
using ScratchNN.Tests;

namespace ScratchNN.PublicApi.Tests;

/// <summary>Each decision says when it was taken, why, with which numbers, and what lost; the index lists them all.</summary>
public sealed partial class DecisionTests
{
    private static readonly string _folder = Path.Combine(SharedFolder.Repository, "docs", "decisions");

    private static readonly string[] _names = [.. Directory.GetFiles(_folder, "0*.md").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    public static TheoryData<string> All => [.. _names];

    [Theory, MemberData(nameof(All))]
    public void Decision_HasItsForm(string name)
    {
        string text = File.ReadAllText(Path.Combine(_folder, name)).ReplaceLineEndings("\n");

        Assert.Matches(Head(), text);
        Assert.StartsWith($"# {name[..3]}. ", text, StringComparison.Ordinal);
        Assert.All(["Context", "Decision", "Numbers", "Tried and lost"], section => Assert.Contains($"\n## {section}\n", text, StringComparison.Ordinal));
    }

    [Fact]
    public void Index_ListsThemAll()
    {
        string index = File.ReadAllText(Path.Combine(_folder, "README.md"));

        Assert.True(_names.Length > 15);
        Assert.Equal(_names, Link().Matches(index).Select(match => match.Groups[1].Value));
    }

    [GeneratedRegex(@"^# \d{3}\. .+\n\n\*\*Status:\*\* .+ \*\*Date:\*\* \d{4}-\d\d-\d\d")]
    private static partial Regex Head();

    [GeneratedRegex(@"\]\((0\d\d-[^)]+\.md)\)")]
    private static partial Regex Link();
}
