using ScratchNN.Tests;

namespace ScratchNN.Benchmarks.Tests;

/// <summary>Pages of results, and the document that is made of them.</summary>
public sealed class ResultsPageTests
{
    [Fact]
    public void Document_IsTheJoinedPages()
    {
        var results = new ResultsPage(SharedFolder.Repository);
        string[] pages = results.Pages();

        Assert.NotEmpty(pages);
        Assert.All(pages, page => Assert.Matches(@"\A# \S.* × \d+, AVX(2|-512), \d{4}-\d\d-\d\d\n", page));
        Assert.Equal(ResultsPage.Join(results.Introduction, pages), File.ReadAllText(Path.Combine(SharedFolder.Repository, "docs", "benchmarks.md"))
            .ReplaceLineEndings("\n"));
    }

    [Theory]
    [InlineData("AMD EPYC (family 26)", "AVX-512", "amd-epyc-family-26-avx512.md")]
    [InlineData("Intel(R) Core(TM) i7 CPU @ 2.60GHz", "AVX2", "intel-r-core-tm-i7-cpu-2.60ghz-avx2.md")]
    public void NameOf_IsOfCpuAndWidth(string cpu, string width, string expected) => Assert.Equal(expected, ResultsPage.NameOf(cpu, width));

    [Fact]
    public void Join_PutsPagesOneLevelDown() =>
        Assert.Equal("# I\n\n## A × 2, AVX2, 2026-01-02\n\n### `guard`\n\n| row |\n",
            ResultsPage.Join("# I\n", ["# A × 2, AVX2, 2026-01-02\n\n## `guard`\n\n| row |\n"]));
}
