using System.Numerics.Tensors;
using ScratchNN.Tests;

namespace Mnist.Tests.Record;

public class RecordTests
{
    private static readonly DigitData _few = Few();

    [Fact]
    public void Run_Output_HasTheProtocolARowPerSeedAndTheMeans()
    {
        var terminal = new Terminal();

        var result = RecordCommand.Run(new Recipe(8, 32, 0.01f, 2), _few, new RecordOptions { Runs = 2, Seed = 5, Threads = 1 }, terminal.Console);

        string[] lines = terminal.Output.TrimEnd().ReplaceLineEndings("\n").Split('\n');
        Assert.Equal("64-8-10, batch 32, Adam with one cycle up to 0.01, 2 epochs of 100 images, threads: 1.", lines[0]);
        Assert.Equal([5ul, 6], result.Runs.Select(run => run.Seed));
        Assert.StartsWith("seed   5   ", lines[^4], StringComparison.Ordinal);
        Assert.StartsWith("seed   6   ", lines[^3], StringComparison.Ordinal);
        Assert.StartsWith("seconds: mean ", lines[^2], StringComparison.Ordinal);
        double[] accuracies = [.. result.Runs.Select(run => run.TestAccuracy)];
        double deviation = Math.Abs(accuracies[0] - accuracies[1]) / Math.Sqrt(2);
        Assert.Equal(FormattableString.Invariant(
            $"test accuracy: mean {accuracies.Average():0.0000}, deviation {deviation:0.0000}, {accuracies.Min():0.0000} to {accuracies.Max():0.0000}"),
                lines[^1]);
    }

    [Fact]
    public void Run_Recipe_LearnsAndDependsOnNothingButTheSeed()
    {
        var recipe = new Recipe(32, 10, 0.01f, 20);

        double[] accuracies = [
            .. new (ulong Seed, int Threads)[] { (1, 1), (1, 2), (2, 1) }.Select(run => recipe.Run(_few, run.Seed, run.Threads)!.TestAccuracy)];

        Assert.Equal(accuracies[0], accuracies[1]);
        Assert.NotEqual(accuracies[0], accuracies[2]);
        Assert.All(accuracies, accuracy => Assert.InRange(accuracy, 0.7, 1)); // 0.1 is chance
    }

    [Fact]
    public void Run_Canceled_HasTheRunsSoFar()
    {
        var terminal = new Terminal();
        using var cancel = new CancellationTokenSource();
        terminal.Written += _ => terminal.Written += _ => cancel.Cancel(); // after the protocol, the first run

        var result = RecordCommand.Run(new Recipe(8, 32, 0.01f, 2), _few, new RecordOptions { Runs = 3, Threads = 1 }, terminal.Console, cancel.Token);

        string[] lines = terminal.Output.TrimEnd().ReplaceLineEndings("\n").Split('\n');
        Assert.Equal("canceled after 1 of 3 runs", lines[^3]);
        Assert.True(result.Canceled);
        Assert.Single(result.Runs);
    }

    [Fact]
    public void Run_CanceledBefore_HasNone()
    {
        var terminal = new Terminal();

        Assert.Empty(RecordCommand.Run(new Recipe(8, 32, 0.01f, 2), _few, new RecordOptions(), terminal.Console, new CancellationToken(canceled: true)).Runs);

        Assert.EndsWith("canceled after 0 of 10 runs", terminal.Output.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void Describe_Recipe_NamesAllThatIsOn()
    {
        var recipe = new Recipe(8, 32, 0.01f, 2) { InputDropout = 0.1, HiddenDropout = 0.25, WeightDecay = 0.5, Distortion = new Distortion(1, 10, 20, 4) };

        Assert.Equal("64-8-10, images shifted by up to 1 pixels, turned by up to 10°, elastic distortion 20 and 4, "
            + "dropout of 0.1 of the pixels and 0.25 of the hidden units, batch 32, Adam with one cycle up to 0.01, weight decay 0.5", recipe.Describe(64));
    }

    [Fact]
    public void Run_Filters_LearnsFromImages()
    {
        var recipe = new Recipe(16, 10, 0.01f, 20) { Filters = [4] };

        Assert.Equal("64 pixels, convolutions of 4 filters of 5×5, each with a pooling of 2×2, 16-10, batch 10, Adam with one cycle up to 0.01",
            recipe.Describe(64));
        double accuracy = recipe.Run(_few, seed: 1, threads: 1)!.TestAccuracy;
        Assert.InRange(accuracy, 0.6, 1); // 0.1 is chance
        Assert.NotEqual((recipe with { Filters = [] }).Run(_few, seed: 1, threads: 1)!.TestAccuracy, accuracy);
    }

    /// <summary>Each is at work: without it, the model would be another.</summary>
    [Fact]
    public void Run_EachPartOfARecipe_ChangesTheResultAndLearns()
    {
        var plain = new Recipe(32, 10, 0.01f, 20);
        var mild = new Distortion(0.5, 5, 4, 2);

        double[] accuracies = [.. new[]
        {
            plain, plain with { InputDropout = 0.2 }, plain with { HiddenDropout = 0.5 }, plain with { WeightDecay = 1 }, plain with { Distortion = mild },
        }.Select(recipe => recipe.Run(_few, seed: 1, threads: 1)!.TestAccuracy)];

        Assert.All(accuracies, accuracy => Assert.InRange(accuracy, 0.6, 1));
        Assert.All(accuracies[1..], accuracy => Assert.NotEqual(accuracies[0], accuracy));
    }

    /// <summary>The test images are changed to what nobody can read: nothing may come of that.</summary>
    [Fact]
    public void Run_HoldOut_HasNoPartOfTheTestImages()
    {
        var recipe = new Recipe(16, 32, 0.01f, 5);
        var blank = _few with { Test = new ImageSet(Tensor.Create<float>([_few.Test.Count, 64]), _few.Test.Labels) };
        var terminal = new Terminal();

        var results = new[] { _few, blank }.Select(data => RecordCommand.Run(
            recipe, data, new RecordOptions { Runs = 1, Threads = 1, HoldOut = true }, terminal.Console)).ToArray();

        Assert.All(results, result => Assert.True(result.HeldOut));
        Assert.Equal(results[0].Runs[0].TestAccuracy, results[1].Runs[0].TestAccuracy);
        Assert.Contains("5 epochs of 84 images", terminal.Output, StringComparison.Ordinal);
        Assert.Contains("held-out accuracy: mean", terminal.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("test accuracy", terminal.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void HoldOut_TestsOnTheLastSixth()
    {
        var held = _few.HoldOut();

        Assert.Equal(_few.Train.Labels[..84], held.Train.Labels);
        Assert.Equal(_few.Train.Labels[84..], held.Test.Labels);
        for (int i = 0; i < 16; i++) Assert.Equal(_few.Train[84 + i], held.Test[i]);
    }

    [SharedTheory(SharedMnist.Relative)]
    [InlineData(false)]
    [InlineData(true)]
    public void Recipes_AFewImagesOfMnist_LearnAndTestOnTheHeldOutOnes(bool isDistorted)
    {
        var few = SharedMnist.Data with { Train = SharedMnist.Data.Train.First(2400) };
        var recipe = (isDistorted ? Recipe.Distorted : Recipe.Accurate) with { Epochs = 2, BatchSize = 32 };

        Assert.InRange(recipe.Run(few.HoldOut(), seed: 0, threads: 2)!.TestAccuracy, 0.7, 1);
    }

    private static DigitData Few()
    {
        var digits = EmbeddedDigits.Split(0);
        return digits with { Train = digits.Train.First(100) };
    }
}
