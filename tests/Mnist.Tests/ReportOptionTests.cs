using ScratchNN.Tests;

namespace Mnist.Tests;

/// <summary>--report, with every command.</summary>
public sealed class ReportOptionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--offline", "--epochs", "2")]
    [InlineData("conv", "--offline", "--epochs", "1")]
    [InlineData("answer", "--iterations", "12")]
    public void Report_OfACommandWithoutMnist_IsWritten(params string[] arguments) => Check(arguments);

    [SharedTheory(SharedMnist.Relative)]
    [InlineData("question", "--iterations", "2")]
    [InlineData("question", "--fixed", "--iterations", "2")]
    [InlineData("mlp", "--epochs", "1", "--runs", "1")]
    public void Report_OfACommandWithMnist_IsWritten(params string[] arguments) => Check([.. arguments, "--data", SharedMnist.Folder]);

    private void Check(string[] arguments)
    {
        string path = _folder["report.html"];

        Assert.Equal(0, new Terminal().Run([.. arguments, "--report", path]));

        string page = File.ReadAllText(path);
        Assert.EndsWith("</html>\n", page, StringComparison.Ordinal);
        Assert.InRange(new FileInfo(path).Length, 10_000, 500_000);
        Assert.Contains("alt=\"The weights of", page, StringComparison.Ordinal);
    }
}
