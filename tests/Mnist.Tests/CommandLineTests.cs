using System.Diagnostics;
using System.Reflection;

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
    [InlineData(2, "no-such-folder", "--data", "no-such-folder")]
    [InlineData(2, "no-such-folder", "question", "--data", "no-such-folder")]
    [InlineData(2, "no-such-file", "answer", "--initial", "no-such-file")]
    [InlineData(2, "got .", "answer", "--initial", ".")]
    [InlineData(2, "no-such-folder/result.json: its folder does not exist", "--json", "no-such-folder/result.json")]
    [InlineData(2, "no-such-folder/result.json", "question", "--json", "no-such-folder/result.json")]
    [InlineData(2, "no-such-folder/result.json", "answer", "--json", "no-such-folder/result.json")]
    [InlineData(2, "no-such-folder/result.json", "record", "--json", "no-such-folder/result.json")]
    [InlineData(2, "got .: it is a folder", "--json", ".")]
    [InlineData(2, "--json", "--json", "")]
    [InlineData(1, "needs MNIST", "question", "--offline")]
    [InlineData(2, "no-such-folder", "record", "--data", "no-such-folder")]
    [InlineData(1, "train-images-idx3-ubyte", "--data", ".")]
    [InlineData(1, "needs MNIST", "record", "--offline")]
    [InlineData(1, "needs MNIST", "mlp", "--offline")]
    [InlineData(1, "needs MNIST", "mlp", "--distort", "--offline")]
    [InlineData(2, "--runs", "mlp", "--runs", "0")]
    [InlineData(2, "--epochs", "mlp", "--epochs", "0")]
    [InlineData(2, "--epochs", "conv", "--epochs", "0")]
    [InlineData(2, "--hidden", "conv", "--hidden", "8")]
    [InlineData(2, "lenet, small, fast, deep", "conv", "--net", "alexnet")]
    [InlineData(2, "no-such-folder", "conv", "--data", "no-such-folder")]
    [InlineData(2, "no-such-folder/result.json", "conv", "--json", "no-such-folder/result.json")]
    public void Run_PlainError_IsOneLineAndAnExitCode(int code, string named, params string[] arguments)
    {
        var terminal = new Terminal();

        Assert.Equal(code, terminal.Run(arguments));

        Assert.Contains(named, terminal.Error, StringComparison.Ordinal);
        Assert.Single(terminal.Error.TrimEnd().Split('\n'));
        Assert.DoesNotContain("   at ", terminal.Error, StringComparison.Ordinal);
        Assert.Empty(terminal.Output);
    }

    [Fact]
    public void Run_JsonBesideAnError_NeitherDestroysNorLeavesAFile()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["old.json"], "kept");

        Assert.Equal(2, new Terminal().Run("--json", folder["old.json"], "--epochs", "0"));
        Assert.Equal(2, new Terminal().Run("--json", folder["new.json"], "--epochs", "0"));

        Assert.Equal(["old.json"], folder.Files);
        Assert.Equal("kept", File.ReadAllText(folder["old.json"]));
    }

    [Theory]
    [InlineData("test accuracy 0", "--offline", "--epochs", "1")]
    [InlineData("        1    0", "answer", "--iterations", "2")]
    public void Run_JsonFolderGoesWhileItTrains_StillPrintsTheResults(string result, params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        string inner = Directory.CreateDirectory(folder["inner"]).FullName;
        var terminal = new Terminal();
        terminal.Written += _ => Directory.Delete(inner, recursive: true);

        Assert.Equal(1, terminal.Run([.. arguments, "--json", Path.Combine(inner, "result.json")]));

        Assert.Contains($"\n{result}", terminal.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Contains("result.json", Assert.Single(terminal.Error.TrimEnd().Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_Version_IsThatOfTheLibrary()
    {
        using var process = Process.Start(
            new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, "Mnist.dll"), "--version"]) { RedirectStandardOutput = true })!;

        Assert.Equal(typeof(Trainer).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion,
            process.StandardOutput.ReadToEnd().TrimEnd());
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

        foreach (
            string word in (string[])["question", "answer", "record", "mlp", "conv", "--seed", "--epochs", "--hidden", "--batch", "--threads", "--offline",
                "--mirror", "--data", "--json"])
            Assert.Contains(word, terminal.Output, StringComparison.Ordinal);
    }
}
