using System.Diagnostics;
using ScratchNN.Tests;

namespace ScratchNN.PublicApi.Tests;

/// <summary>The short samples, run as programs: they print what they promise.</summary>
public class SampleTests
{
    [Fact]
    public void Xor_OneLayerFails_AHiddenOneLearns()
    {
        string[] lines = Run("Xor");

        Assert.StartsWith("One layer: ", lines[0], StringComparison.Ordinal);
        Assert.DoesNotContain("0 1 1 0", lines[0], StringComparison.Ordinal);
        Assert.Contains("A hidden layer: 0 1 1 0", lines);
        string first = lines[^11], last = lines[^1]; // of the picture
        Assert.Equal("#  #", $"{first[0]}{first[^1]}{last[0]}{last[^1]}");
    }

    [Fact]
    public void CustomLayer_IsRight_LearnsAndComesBack()
    {
        string[] lines = Run("CustomLayer");

        Assert.Equal("gradient: right", lines[0]);
        Assert.Matches(@"^accuracy: (0\.9[5-9]|1\.00)$", lines[1]);
        Assert.Equal(16, lines[2]["slopes: ".Length..].Split(' ').Count(slope => slope != "0.25")); // each was trained
        Assert.Equal("from the file: the same, bit for bit", lines[3]);
    }

    [Fact]
    public void Regression_TellsRents()
    {
        string[] lines = Run("Regression");

        Assert.Matches("^50 m², 20 years old, 2 km away: (7|8)[0-9]{2} euros a month$", lines[^1]); // 793 is right
    }

    [Fact]
    public void WideAndDeep_LearnsWhichShopsSell() => Assert.Matches("ROC AUC +0\\.[89]", string.Join('\n', Run("WideAndDeep")));

    [Fact]
    public void Autoencoder_DrawsThePictureAgain()
    {
        string[] lines = Run("Autoencoder");

        Assert.Matches(@"^R² of all pixels: 0\.9[5-9]", lines[0]);
        int differing = lines[^8..].Sum(line => Enumerable.Range(0, 8).Count(i => Math.Abs(" .:+#".IndexOf(line[i]) - " .:+#".IndexOf(line[i + 11])) > 1));
        Assert.InRange(differing, 0, 3);
    }

    [Theory]
    [InlineData(2, "Usage: Aot FILE", "Aot")]
    [InlineData(2, "Usage: Aot FILE", "Aot", "one", "two")]
    [InlineData(1, "no-such-folder", "Aot", "no-such-folder/model.safetensors")]
    [InlineData(1, "", "Aot", "")]
    [InlineData(2, "--seeds takes a whole number from 1 to 1000, got 0.", "Doctor", "--seeds", "0")]
    [InlineData(2, "got -1.", "Doctor", "--seeds", "-1")]
    [InlineData(2, "got 99999999999.", "Doctor", "--seeds", "99999999999")]
    [InlineData(2, "got no-such-run", "Doctor", "--only", "no-such-run")]
    [InlineData(2, "got no-such-folder.", "Doctor", "--mnist", "no-such-folder")]
    [InlineData(1, "train-images-idx3-ubyte", "Doctor", "--mnist", ".")]
    public void Program_PlainError_IsOneLineAndAnExitCode(int code, string named, string sample, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", Path.Combine(AppContext.BaseDirectory, sample + ".dll"), .. arguments])
        { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();

        Assert.Equal(code, process.ExitCode);
        Assert.Contains(named, Assert.Single(error.TrimEnd().Split('\n')), StringComparison.Ordinal);
        Assert.Empty(process.StandardOutput.ReadToEnd());
    }

    private static string[] Run(string sample)
    {
        using var process = Child.Start(sample);
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
    }
}
