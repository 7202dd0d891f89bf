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
            $"test accuracy: mean {accuracies.Average():0.0000}, deviation {deviation:0.0000}, {accuracies.Min():0.0000} to {accuracies.Max():0.0000}"), lines[^1]);
    }

    [Fact]
    public void Run_Recipe_LearnsAndDependsOnNothingButTheSeed()
    {
        var recipe = new Recipe(32, 10, 0.01f, 20);

        double[] accuracies = [.. new (ulong Seed, int Threads)[] { (1, 1), (1, 2), (2, 1) }.Select(run => recipe.Run(_few, run.Seed, run.Threads)!.TestAccuracy)];

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

    private static DigitData Few()
    {
        var digits = EmbeddedDigits.Split(0);
        return digits with { Train = digits.Train.First(100) };
    }
}
