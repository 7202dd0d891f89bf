using System.Text.RegularExpressions;

namespace ScratchNN.Tests;

/// <summary>How source files look: short, one public type each, no line wider than a screen.</summary>
public sealed partial class SourceFormTests
{
    private const int MostColumns = 160, MedianLines = 60;

    private static readonly string[] _source = [.. Files("src")], _all = [.. _source, .. Files("samples"), .. Files("tests")];

    [Fact]
    public void Lines_FitOnAScreen()
    {
        Assert.InRange(_all.Length, 1100, int.MaxValue); // there is something to look at
        Assert.Empty(
            from file in _all
            from line in File.ReadLines(file).Select((text, number) => (Text: text, Number: number + 1))
            where line.Text.Length > MostColumns
            select $"{Path.GetRelativePath(SharedFolder.Repository, file)}({line.Number}): {line.Text.Length} columns");
    }

    [Fact]
    public void Files_OfThePackages_AreShort()
    {
        int[] lengths = [.. _source.Select(file => File.ReadLines(file).Count()).Order()];
        Assert.InRange(lengths[lengths.Length / 2], 1, MedianLines);
    }

    [Fact]
    public void Files_OfThePackages_HaveOnePublicTypeAtMost() =>
        Assert.DoesNotContain(_source, file => File.ReadLines(file).Count(line => PublicType().IsMatch(line)) > 1);

    private static IEnumerable<string> Files(string folder) =>
        Directory.EnumerateFiles(Path.Combine(SharedFolder.Repository, folder), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin"));

    [GeneratedRegex(@"^public .*\b(class|struct|interface|enum|record|delegate)\b")]
    private static partial Regex PublicType();
}
