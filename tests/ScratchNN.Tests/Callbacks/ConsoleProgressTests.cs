namespace ScratchNN.Tests.Callbacks;

/// <summary>Lines and bar without a terminal; Mnist.Tests has one.</summary>
public sealed class ConsoleProgressTests
{
    [Fact]
    public void Fit_Writer_GetsALineForEachEpochAndEachFinding()
    {
        var (x, y) = Blobs.Make();
        for (int row = 0; row < Blobs.Count; row++) x[row, 0] = 5; // constant
        var output = new StringWriter();
        var history = new Trainer(Blobs.Model(), new() { Epochs = 3, Callbacks = [new ConsoleProgress(output)] }).Fit(x, y);

        Assert.NotEmpty(history.Findings);
        string[] expected = [.. history.Findings.Select(finding => $"{finding}"), .. history.Epochs.Select(epoch => $"{epoch}")];
        Assert.Equal(string.Concat(expected.Select(line => line + output.NewLine)), output.ToString());
    }

    [Fact]
    public void Fit_WithAndWithout_IsTheSameToTheBit()
    {
        var (x, y) = Blobs.Make();
        Model with = Blobs.Model(), without = Blobs.Model();
        new Trainer(with, new() { Epochs = 2, Callbacks = [new ConsoleProgress(new StringWriter())] }).Fit(x, y);
        new Trainer(without, new() { Epochs = 2 }).Fit(x, y);
        Assert.Equal(Bits.Of(without), Bits.Of(with));
        Assert.False(new ConsoleProgress().Decides(with));
    }

    /// <summary>One instance in two Fits at once, one within the other.</summary>
    [Fact]
    public void Fit_WithinAnother_HasItsOwnState()
    {
        var (x, y) = Blobs.Make(count: 10);
        var output = new StringWriter();
        var progress = new ConsoleProgress(output);
        var inner = new Acting
        {
            Act = (string moment, in CallbackPass _) =>
            { if (moment == "step 1") new Trainer(Blobs.Model(), new() { Epochs = 2, Callbacks = [progress] }).Fit(x, y); }
        };
        new Trainer(Blobs.Model(), new() { Epochs = 2, Callbacks = [progress, inner] }).Fit(x, y);
        Assert.Equal(["epoch 1", "epoch 2", "epoch 1", "epoch 2"], output.ToString().Split(output.NewLine)
            .Where(line => line.StartsWith("epoch", StringComparison.Ordinal)).Select(line => line[..7]));

        var twice = new Trainer(Blobs.Model(), new() { Callbacks = [progress, progress] });
        Assert.EndsWith("is listed twice among the callbacks of this trainer: list it once.",
            Assert.Throws<InvalidOperationException>(() => twice.Fit(x, y)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_Bar_IsDrawnAtMostTenTimesASecondAndLeavesNothing()
    {
        var (x, y) = Blobs.Make();
        string screen = OnConsole(() =>
            new Trainer(Blobs.Model(), new() { Epochs = 20, BatchSize = 4, Callbacks = [new ConsoleProgress { Line = () => new StatusLine() }], Checks = [] })
                .Fit(x, y), out double seconds);

        int bars = screen.Split('\r').Count(text => text.StartsWith("epoch ", StringComparison.Ordinal) && !text.Contains('\n', StringComparison.Ordinal));
        Assert.InRange(bars, 1, 1 + (int)(seconds * 10));
        string[] lines = Seen(screen).Split('\n');
        Assert.Equal(20, lines.Count(line => line.StartsWith("epoch ", StringComparison.Ordinal)));
        Assert.Equal("", lines[^1].Trim());
    }

    [Fact]
    public void StatusLine_LinesOfOthers_StandWholeAbove()
    {
        string screen = OnConsole(() =>
        {
            var line = new StatusLine();
            line.Draw(Text());
            Console.WriteLine("one");
            line.Draw(Text());
            Console.Write("t");
            Console.Write("wo"u8.ToArray().Select(letter => (char)letter).ToArray());
            line.Draw(Text()); // keeps back: the line is not complete
            Console.Write(3);
            Console.Out.WriteLine();
            line.Draw(Text());
            line.Dispose();
        }, out _);

        Assert.Equal(["one", "two3", ""], Seen(screen).Split('\n').Select(text => text.TrimEnd()));
        Assert.Equal(3, screen.Split('\r').Count(text => text.StartsWith("epoch 3/10", StringComparison.Ordinal)));
    }

    [Fact]
    public void StatusLine_ShorterText_LeavesNothingOfTheLonger()
    {
        string screen = OnConsole(() =>
        {
            using var line = new StatusLine();
            line.Draw(Text() with { Left = TimeSpan.FromHours(1000) });
            line.Draw(Text());
        }, out _);
        string[] drawn = [.. screen.Split('\r').Where(text => text.StartsWith("epoch", StringComparison.Ordinal))];
        Assert.Equal(drawn[0].Length, drawn[1].Length);
    }

    [Theory]
    [InlineData(100, "epoch 3/10 [##########----------------------------] loss 0.1234 accuracy 0.9571 12346 samples/s ETA 0:12")]
    [InlineData(79, "epoch 3/10 [###-------] loss 0.1234 accuracy 0.9571 12346 samples/s ETA 0:12")]
    [InlineData(75, "epoch 3/10 [######------------------] loss 0.1234 accuracy 0.9571 ETA 0:12")]
    [InlineData(50, "epoch 3/10 [###----------] loss 0.1234 ETA 0:12")]
    [InlineData(38, "epoch 3/10 27 % loss 0.1234 ETA 0:12")]
    [InlineData(30, "epoch 3/10 27 % ETA 0:12")]
    [InlineData(12, "27 %")]
    [InlineData(2, "")]
    public void Format_AnyWidth_HasTheMostImportant(int width, string expected)
    {
        char[] line = new char[width];
        string text = new(line, 0, Text().Format(line));
        Assert.InRange(text.Length, 0, width);
        Assert.Equal(expected.Split('[')[0], text.Split('[')[0]);
        Assert.Equal(expected.Split(']')[^1], text.Split(']')[^1]);
        Assert.Equal(expected.Contains('[', StringComparison.Ordinal), text.Contains('[', StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(0, "----------------------------------------"), InlineData(1, "########################################"),
        InlineData(0.5, "####################--------------------")]
    public void Format_Bar_IsTheShare(double share, string bar)
    {
        char[] line = new char[200];
        string text = new(line, 0, (Text() with { Share = share, Accuracy = null, Left = TimeSpan.FromSeconds(3723) }).Format(line));
        Assert.Equal($"epoch 3/10 [{bar}] loss 0.1234 12346 samples/s ETA 1:02:03", text);
    }

    [Fact]
    public void Fit_StepWithABar_AllocatesNothing() => OnConsole(() =>
    {
        var (x, y) = Blobs.Make();
        Assert.Equal(0,
            Allocations.OfSteps(watching =>
                new Trainer(Blobs.Model(),
                    new() { Epochs = 4, BatchSize = 10, Callbacks = [new ConsoleProgress { Line = () => new StatusLine() }, watching], Checks = [] }).Fit(x, y),
                        warm: 40, steps: 120));
    }, out _);

    private static ProgressText Text() =>
        new() { Epoch = 3, LastEpoch = 10, Share = 0.274, Loss = 0.12341, Accuracy = 0.95714, SamplesPerSecond = 12345.6, Left = TimeSpan.FromSeconds(12.4) };

    /// <summary>What is written to the console meanwhile.</summary>
    private static string OnConsole(Action act, out double seconds)
    {
        var before = Console.Out;
        var output = new StringWriter(new System.Text.StringBuilder(1 << 18)) { NewLine = "\n" }; // which does not grow
        Console.SetOut(output);
        var here = Console.Out;
        var clock = System.Diagnostics.Stopwatch.StartNew();
        try
        {
            act();
            Assert.Same(here, Console.Out); // it was given back
        }
        finally
        {
            Console.SetOut(before);
        }
        seconds = clock.Elapsed.TotalSeconds;
        return output.ToString();
    }

    /// <summary>What a terminal shows in the end: a carriage return goes back, and what follows is written over it.</summary>
    private static string Seen(string written)
    {
        var lines = new List<string>();
        foreach (string line in written.Split('\n'))
        {
            char[] cells = [];
            int at = 0;
            foreach (char letter in line)
            {
                if (letter == '\r')
                {
                    at = 0;
                    continue;
                }
                if (at == cells.Length) Array.Resize(ref cells, at + 1);
                cells[at++] = letter;
            }
            lines.Add(new string(cells));
        }
        return string.Join('\n', lines);
    }
}
