namespace Mnist.Tests;

public class CommandLineTests
{
    [Theory]
    [InlineData(2, "--epochs takes a whole number", "--epochs", "0")]
    [InlineData(2, "got many", "--epochs", "many")]
    [InlineData(2, "from 1 to 1024", "--threads", "1025")]
    [InlineData(2, "--seed", "--seed", "-1")]
    [InlineData(2, "--batch", "--batch")]
    [InlineData(2, "--fixed", "--fixed")]
    [InlineData(2, "begins with http:// or https://, got ftp://somewhere", "--mirror", "ftp://somewhere")]
    [InlineData(2, "nonsense", "nonsense")]
    [InlineData(2, "--iterations", "question", "--iterations", "0")]
    [InlineData(2, "--runs", "record", "--runs", "0")]
    [InlineData(1, "no-such-folder", "--data", "no-such-folder")]
    [InlineData(1, "no-such-folder", "question", "--data", "no-such-folder")]
    [InlineData(1, "no-such-file", "answer", "--initial", "no-such-file")]
    [InlineData(1, "no-such-folder", "answer", "--iterations", "1", "--json", "no-such-folder/result.json")]
    [InlineData(1, "needs MNIST", "question", "--offline")]
    [InlineData(1, "no-such-folder", "record", "--data", "no-such-folder")]
    [InlineData(1, "needs MNIST", "record", "--offline")]
    public void Run_PlainError_IsOneLineAndAnExitCode(int code, string named, params string[] arguments)
    {
        var terminal = new Terminal();

        Assert.Equal(code, terminal.Run(arguments));

        Assert.Contains(named, terminal.Error, StringComparison.Ordinal);
        Assert.Single(terminal.Error.TrimEnd().Split('\n'));
        Assert.DoesNotContain("   at ", terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_InitialWeightsOfOtherSize_SaysBoth()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["weights.f32"], new byte[100]);
        var terminal = new Terminal();

        Assert.Equal(1, terminal.Run("answer", "--initial", folder["weights.f32"]));

        Assert.Contains("has 100 bytes; the 1510 weights need 6040", terminal.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_Help_NamesCommandsAndOptions()
    {
        var terminal = new Terminal();

        Assert.Equal(0, terminal.Run("--help"));

        foreach (string word in (string[])["question", "answer", "record", "--seed", "--epochs", "--hidden", "--batch", "--threads", "--offline", "--mirror", "--data", "--json"])
            Assert.Contains(word, terminal.Output, StringComparison.Ordinal);
    }
}
