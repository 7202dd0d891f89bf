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

    private static string[] Run(string sample)
    {
        using var process = Child.Start(sample);
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
    }
}
