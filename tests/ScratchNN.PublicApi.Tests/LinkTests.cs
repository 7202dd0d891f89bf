using System.Text.RegularExpressions;
using ScratchNN.Tests;

namespace ScratchNN.PublicApi.Tests;

/// <summary>Relative links and pictures of every page in the repository lead to what is there, to a heading if they name one.</summary>
public sealed partial class LinkTests
{
    private static readonly string[] _passedOver = ["bin", "obj", "artifacts", "_site", "api", ".git", "BenchmarkDotNet.Artifacts", "TestResults"];

    [Fact]
    public void Links_OfAllPages_LeadSomewhere()
    {
        string[] pages = [.. Pages(SharedFolder.Repository)];
        var broken = pages.SelectMany(page => Broken(page).Select(link => $"{Path.GetRelativePath(SharedFolder.Repository, page)}: {link}"));

        Assert.InRange(pages.Length, 40, 200);
        Assert.Empty(broken);
    }

    [Theory]
    [InlineData("[a](missing.md)", true), InlineData("![a](missing.svg)", true), InlineData("[a](page.md#missing)", true)]
    [InlineData("[a](page.md#a-heading-two)", false), InlineData("[a](#a-heading-two)", false)]
    [InlineData("[a](https://example.org)", false), InlineData("`[a](missing.md)`", false)]
    public void Links_Broken_AreFound(string text, bool isBroken)
    {
        string folder = Directory.CreateTempSubdirectory().FullName, page = Path.Combine(folder, "page.md");
        try
        {
            File.WriteAllText(page, $"# A page\n\n## A heading, *two*\n\n{text}\n");
            Assert.Equal(isBroken, Broken(page).Any());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IEnumerable<string> Pages(string folder) =>
        Directory.GetFiles(folder, "*.md")
            .Concat(Directory.GetDirectories(folder).Where(inner => !_passedOver.Contains(Path.GetFileName(inner))).SelectMany(Pages));

    /// <summary>The relative links of a page, outside of code, that lead nowhere.</summary>
    private static IEnumerable<string> Broken(string page) =>
        Link().Matches(Code().Replace(File.ReadAllText(page).ReplaceLineEndings("\n"), "")).Select(match => match.Groups[1].Value)
            .Where(link => !link.StartsWith("http", StringComparison.Ordinal) && !Leads(page, link));

    private static bool Leads(string page, string link)
    {
        string[] parts = link.Split('#');
        string target = parts[0].Length == 0 ? page : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page)!, parts[0]));
        bool isHeading = parts.Length > 1 && target.EndsWith(".md", StringComparison.Ordinal);
        return Path.Exists(target) && (!isHeading || Headings(File.ReadAllText(target)).Contains(parts[1]));
    }

    /// <summary>As web pages name them: lower case, letters, digits and hyphens.</summary>
    private static IEnumerable<string> Headings(string markdown) =>
        Heading().Matches(markdown.ReplaceLineEndings("\n")).Select(match => Unnamed().Replace(match.Groups[1].Value.ToLowerInvariant(), "").Replace(' ', '-'));

    [GeneratedRegex(@"^```.*?^```$|`[^`\n]+`", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\p{L}\p{N} _-]")]
    private static partial Regex Unnamed();
}
