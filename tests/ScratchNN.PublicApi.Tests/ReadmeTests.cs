using ScratchNN.Tests;

namespace ScratchNN.PublicApi.Tests;

/// <summary>The README's C#, compiled and run, and what else is promised of it.</summary>
public sealed class ReadmeTests
{
    private static readonly string _readme = Path.Combine(SharedFolder.Repository, "README.md");

    [Fact]
    public void CSharp_RunsAndPrintsWhatItsCommentsSay()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            Assert.Equal(2, PageProgram.Run(_readme, UserReferences.All, folder));
            Assert.Equal("xor.safetensors", Path.GetFileName(Assert.Single(Directory.GetFiles(folder))));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void CSharp_IsTenLinesAtMost()
    {
        string source = PageProgram.Read("README.md", File.ReadAllText(_readme).ReplaceLineEndings("\n"), "").Source;

        Assert.InRange(source.Split('\n').Count(line => line.Trim().Length > 0 && !line.StartsWith('#')), 5, 10);
    }

    /// <summary>What .ci/run takes from it: the first lines that begin so.</summary>
    [Fact]
    public void Commands_AreThoseOfTheCi()
    {
        string[] lines = File.ReadAllLines(_readme);

        Assert.Equal("dotnet run -c Release --project samples/Mnist", lines.First(line => line.StartsWith("dotnet run", StringComparison.Ordinal)));
        Assert.Equal("dotnet test -c Release", lines.First(line => line.StartsWith("dotnet test", StringComparison.Ordinal)));
    }
}
