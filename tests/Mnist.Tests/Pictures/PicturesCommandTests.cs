using System.Text.RegularExpressions;
using System.Xml.Linq;
using ScratchNN.Tests;

namespace Mnist.Tests.Pictures;

/// <summary>The pictures of the documents are those that the command makes.</summary>
public sealed class PicturesCommandTests : IDisposable
{
    private static readonly string _docs = Path.Combine(SharedFolder.Repository, "docs");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [SharedFact(SharedMnist.Relative)]
    public void Pictures_MakesThoseOfTheDocuments_ToTheLetter()
    {
        var terminal = new Terminal();

        Assert.Equal(0, terminal.Run("pictures", "--data", SharedMnist.Folder, "--out", _folder.Path));

        string[] made = Below(_folder.Path);
        Assert.Equal(Below(_docs), made);
        Assert.All(made, file => Assert.Equal(File.ReadAllText(Path.Combine(_docs, file)), File.ReadAllText(_folder[file])));
        Assert.All(made, file => Assert.InRange(new FileInfo(_folder[file]).Length, 1000, 100_000));
        Assert.All(made, file => XDocument.Load(_folder[file]));
        Assert.Contains("88.72: exp overflows float32", File.ReadAllText(_folder["pictures/broken.svg"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Pictures_WithoutMnist_SaysSo_AndWritesNothing()
    {
        var terminal = new Terminal();

        Assert.Equal(1, terminal.Run("pictures", "--offline", "--out", _folder.Path));

        Assert.StartsWith("This experiment needs MNIST", terminal.Error, StringComparison.Ordinal);
        Assert.Empty(_folder.Files);
    }

    [Fact]
    public void Documents_ShowPicturesThatAreThere_WithWordsForThoseWhoCannotSeeThem()
    {
        string[] documents = [Path.Combine(SharedFolder.Repository, "README.md"), .. Directory.GetFiles(_docs, "*.md", SearchOption.AllDirectories)];
        foreach (string document in documents)
            foreach (
                Match picture in Regex.Matches(Regex.Replace(File.ReadAllText(document), "^```.*?^```", "", RegexOptions.Multiline | RegexOptions.Singleline),
                    @"!\[(?<words>[^\]]*)\]\((?<path>[^):]+)\)"))
            {
                Assert.True(picture.Groups["words"].Length > 0, $"{document}: {picture.Value} has no words.");
                Assert.True(File.Exists(Path.Combine(Path.GetDirectoryName(document)!, picture.Groups["path"].Value)),
                    $"{document}: {picture.Value} is not there.");
            }
    }

    private static string[] Below(string folder) =>
        [.. Directory.GetFiles(folder, "*.svg", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file)).Order(StringComparer.Ordinal)];
}
