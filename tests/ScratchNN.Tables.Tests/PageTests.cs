using Microsoft.CodeAnalysis;

namespace ScratchNN.Tables.Tests;

/// <summary>Pages whose program needs more than the core: tables, and a web server.</summary>
public sealed class PageTests
{
    private static readonly string[] _web = ["System.Net.Http", "System.Net.Http.Json", "Microsoft.AspNetCore.Builder", "Microsoft.AspNetCore.Http"];

    private static IEnumerable<MetadataReference> References =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path));

    [Fact]
    public void Tables_IsAProgram_ThatDoesWhatItSays() => Run("tables.md", []);

    [Fact]
    public void Deploying_IsAProgram_ThatDoesWhatItSays() => Run("deploying.md", _web, "--urls", "http://127.0.0.1:0");

    private static void Run(string page, string[] imports, params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        Assert.InRange(PageProgram.Run(Path.Combine(SharedFolder.Repository, "docs", page), References, folder[""], imports, arguments), 3, int.MaxValue);
    }
}
