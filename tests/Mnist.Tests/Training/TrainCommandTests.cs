using System.Globalization;
using System.Text.Json;
using ScratchNN.Tests;

namespace Mnist.Tests.Training;

public class TrainCommandTests
{
    private const double HeldOutAccuracy = 0.95;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Run_EmbeddedDigits_ReadsHeldOutOnes(ulong seed)
    {
        var result = TrainCommand.Run(new TrainOptions { Seed = seed, Offline = true }, Terminal.Nowhere, new Terminal().Console);

        Assert.InRange(result.TestAccuracy, HeldOutAccuracy, 1);
    }

    [Fact]
    public void Run_NoMnist_SaysSoAndNamesTheDigitsAuthors()
    {
        var terminal = new Terminal();

        Assert.Equal(0, terminal.Run("--epochs", "1"));

        Assert.Contains("No MNIST", terminal.Output.Split('\n')[0], StringComparison.Ordinal);
        Assert.Contains("E. Alpaydin, C. Kaynak", terminal.Output, StringComparison.Ordinal);
        Assert.Contains("CC BY 4.0", terminal.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_Output_EndsInTheAccuracyThatJsonHas()
    {
        using var folder = new TemporaryFolder();
        var terminal = new Terminal();

        Assert.Equal(0,
            terminal.Run("--offline", "--seed", "7", "--epochs", "2", "--hidden", "16", "--batch", "32", "--threads", "1", "--json", folder["result.json"]));

        using var json = JsonDocument.Parse(File.ReadAllText(folder["result.json"]));
        var root = json.RootElement;
        double accuracy = root.GetProperty("testAccuracy").GetDouble();
        Assert.EndsWith(string.Create(CultureInfo.InvariantCulture, $"\ntest accuracy {accuracy:0.0000}"), terminal.Output.TrimEnd().ReplaceLineEndings("\n"),
            StringComparison.Ordinal);
        Assert.Equal(2, root.GetProperty("epochs").GetArrayLength());
        Assert.All(root.GetProperty("epochs").EnumerateArray(), epoch => Assert.InRange(epoch.GetProperty("loss").GetDouble(), 0.1, 3));
        double seconds = root.GetProperty("seconds").GetDouble();
        Assert.True(seconds > 0);
        Assert.Equal(2 * 1438 / seconds, root.GetProperty("samplesPerSecond").GetDouble(), tolerance: 1);
    }

    [Fact]
    public void Run_Convolutional_ReadsHeldOutEmbeddedDigits()
    {
        using var folder = new TemporaryFolder();
        var terminal = new Terminal();

        Assert.Equal(0, terminal.Run("conv", "--offline", "--epochs", "12", "--json", folder["result.json"]));

        Assert.Contains("Conv2D", terminal.Output, StringComparison.Ordinal);
        Assert.Contains("8 × 8 × 1", terminal.Output, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(File.ReadAllText(folder["result.json"]));
        double accuracy = json.RootElement.GetProperty("testAccuracy").GetDouble();
        Assert.InRange(accuracy, HeldOutAccuracy, 1);
        Assert.EndsWith(string.Create(CultureInfo.InvariantCulture, $"\ntest accuracy {accuracy:0.0000}"), terminal.Output.TrimEnd().ReplaceLineEndings("\n"),
            StringComparison.Ordinal);
        Assert.Equal(12, json.RootElement.GetProperty("epochs").GetArrayLength());
        Assert.All(json.RootElement.GetProperty("epochs").EnumerateArray(), epoch => Assert.True(epoch.GetProperty("seconds").GetDouble() > 0));
    }

    /// <summary>Chance is 0.1, and 784-128-10 reads 0.86 of them after as many steps.</summary>
    [SharedFact(SharedMnist.Relative)]
    public void Convolutional_MnistForAnEpochOfAFew_LearnsFromImages()
    {
        var few = SharedMnist.Data with { Train = SharedMnist.Data.Train.First(1000) };
        var network = Network.Convolutional(few, name: null);
        var trainer = new Trainer(network.Model, new() { Optimizer = network.Optimizer, Epochs = 1, BatchSize = 32 });

        trainer.Fit(network.Inputs(few.Train), few.Train.Labels);

        var test = few.Test.First(500);
        Assert.Equal(new Shape(28, 28, 1), network.Model.InputShape);
        Assert.InRange(trainer.Evaluate(network.Inputs(test), test.Labels).Accuracy!.Value, 0.7, 1);
    }

    /// <summary>Each network of others' comparisons, also on the embedded digits, which are smaller.</summary>
    [Theory]
    [InlineData("lenet", "Conv2D(6, 5 × 5", 64), InlineData("small", "Conv2D(8, 3 × 3", 128), InlineData("fast", "Conv2D(24, 5 × 5", 256),
        InlineData("deep", "BatchNorm", 128)]
    public void Run_NetOfOthers_Learns(string net, string layer, int batchSize)
    {
        var terminal = new Terminal();
        Assert.Equal(0, terminal.Run("conv", "--net", net, "--offline", "--epochs", "6"));

        Assert.Contains(layer, terminal.Output, StringComparison.Ordinal);
        Assert.Equal(batchSize, Network.Convolutional(EmbeddedDigits.Split(0), net).BatchSize);
        string accuracy = terminal.Output.TrimEnd().Split(' ')[^1];
        Assert.InRange(double.Parse(accuracy, CultureInfo.InvariantCulture), 0.5, 1); // chance is 0.1
    }

    [Fact]
    public void Run_OtherSeed_GivesOtherResult()
    {
        double[] losses = [.. new ulong[] { 1, 1, 2 }.Select(seed =>
            TrainCommand.Run(new TrainOptions { Seed = seed, Epochs = 1, Offline = true }, Terminal.Nowhere, new Terminal().Console).Epochs[0].Loss)];

        Assert.Equal(losses[0], losses[1]);
        Assert.NotEqual(losses[0], losses[2]);
    }
}
