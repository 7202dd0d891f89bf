using ScratchNN.Tests;

namespace ScratchNN.PublicApi.Tests;

/// <summary>Pages whose C# is a program: compiled with what a user's project sees, and run.</summary>
public sealed class PageTests
{
    private static readonly string _docs = Path.Combine(SharedFolder.Repository, "docs");

    public static TheoryData<string> Pages => [.. Extending().Order(StringComparer.Ordinal), "guide.md", "images.md"];

    [Theory, MemberData(nameof(Pages))]
    public void Page_IsAProgram_ThatDoesWhatItSays(string page)
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            Assert.InRange(PageProgram.Run(Path.Combine(_docs, page), UserReferences.All, folder), 1, int.MaxValue);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("Console.WriteLine(1 + 1); // 2", true), InlineData("Console.WriteLine(\"several words\"); // several …", true)]
    [InlineData("Console.WriteLine(1 + 1); // 3", false), InlineData("Console.WriteLine(Missing); // 2", false)]
    public void Run_TellsAKeptPromiseFromABrokenOne(string line, bool isKept)
    {
        string folder = Directory.CreateTempSubdirectory().FullName, page = Path.Combine(folder, "page.md");
        try
        {
            File.WriteAllText(page, $"# A page\n\n```csharp\n{line}\n```\n");
            if (isKept) Assert.Equal(1, PageProgram.Run(page, UserReferences.All, folder));
            else Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => PageProgram.Run(page, UserReferences.All, folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Extending_HasAPageForEachPoint()
    {
        string index = File.ReadAllText(Path.Combine(_docs, "extending", "README.md"));

        Assert.Equal(11, Pages.Count);
        Assert.All(
            ["Layer", "Container", "Loss", "Optimizer", "LearningRateSchedule", "IDataset", "Metric", "Callback", "Check"],
            name => Assert.Contains($"| `{name}` |", index, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Extending() =>
        Directory.GetFiles(Path.Combine(_docs, "extending"), "*.md")
            .Select(path => $"extending/{Path.GetFileName(path)}").Where(page => page != "extending/README.md");
}
