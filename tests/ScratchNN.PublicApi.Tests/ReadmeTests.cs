using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using ScratchNN.Tests;

namespace ScratchNN.PublicApi.Tests;

/// <summary>The README's C#, compiled and run.</summary>
public sealed partial class ReadmeTests
{
    [Fact]
    public void CSharp_RunsAndPrintsWhatItsCommentsSay()
    {
        var Console = new StringWriter(CultureInfo.InvariantCulture);
        float[,] x = { { 0, 0 }, { 0, 1 }, { 1, 0 }, { 1, 1 } };
        int[] y = [0, 1, 1, 0];

        var model = new Sequential(new Dense(2, 16), new ReLU(), new Dense(16, 2), new Softmax());
        TrainingHistory history = new Trainer(model, new() { Epochs = 300, Optimizer = new Adam(0.01f) }).Fit(x, y);

        Console.WriteLine(history.Epochs[^1].Accuracy);               // 1
        Console.WriteLine(string.Join(" ", model.PredictClasses(x))); // 0 1 1 0

        string[] promised = [.. Lines().Where(line => line.StartsWith("Console", StringComparison.Ordinal)).Select(line => line.Split("// ")[1])];
        Assert.Equal(promised, Console.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void CSharp_EveryLine_IsInThisFile()
    {
        string[] here = [.. File.ReadAllLines(ThisFile()).Select(line => line.Trim()), "using ScratchNN;"]; // the namespace begins with it

        Assert.InRange(Lines().Length, 7, int.MaxValue);
        Assert.Empty(Lines().Except(here));
    }

    private static string[] Lines() =>
        [.. Blocks().Matches(File.ReadAllText(Path.Combine(SharedFolder.Repository, "README.md")).ReplaceLineEndings("\n"))
            .SelectMany(match => match.Groups[1].Value.Split('\n', StringSplitOptions.RemoveEmptyEntries)).Select(line => line.Trim())];

    [GeneratedRegex(@"^```csharp\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Blocks();

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
