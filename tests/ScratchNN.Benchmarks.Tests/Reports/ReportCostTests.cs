namespace ScratchNN.Benchmarks.Tests.Reports;

/// <summary>The command <c>report</c>, on a Fit of a moment. How long anything takes is not asked: machines differ.</summary>
public sealed class ReportCostTests
{
    private static readonly string[] _before = Leftovers();

    [Theory]
    [InlineData(1), InlineData(3)]
    public void Of_SomeTurns_FitsEachKindAsOften_AndLeavesNoFile(int turns)
    {
        var (x, labels) = Few();

        var cost = ReportCost.Of(x, labels, new Shape(28, 28), turns, epochs: 2);

        Assert.Equal((turns, turns), (cost.With.Count, cost.Without.Count));
        Assert.All(cost.With.Concat(cost.Without), seconds => Assert.InRange(seconds, 1e-6, 600));
        Assert.InRange(cost.Bytes, 5_000, 500_000); // the pages were written
        Assert.Equal((cost.With.Min() / cost.Without.Min()) - 1, cost.Share);
        Assert.Equal(_before, Leftovers());
    }

    [Fact]
    public void Run_WritesATableAndTheShare()
    {
        var (x, labels) = Few();
        using var output = new StringWriter();

        int code = ReportRun.Run(x, labels, turns: 1, output);

        string text = output.ToString();
        Assert.Matches(@"\| without a report \| +\d+\.\d{3} \| +\d+\.\d{3} \| +\d+\.\d{3} \|\r?\n\| with a report    \|", text);
        var share = System.Text.RegularExpressions.Regex.Match(text, @"A report adds (-?\d+\.\d) % to the default Fit of 64 × 784 \(3 % at most\)");
        Assert.True(share.Success, text);
        double percent = double.Parse(share.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
        if (Math.Abs(percent - 3) > 0.1) Assert.Equal(percent > 3 ? 1 : 0, code);
    }

    [Theory]
    [InlineData("0"), InlineData("-1"), InlineData("many")]
    public void Command_WithTurnsThatAreNone_IsRefusedBeforeAnythingIsMeasured(string turns) => Assert.Equal(2, Commands.Run(["report", "--turns", turns]));

    private static (Samples X, int[] Labels) Few()
    {
        float[] x = new float[64 * 784];
        for (int row = 0; row < 64; row++) x[(row * 784) + (row % 10)] = 1;
        return (new Samples(x, 784), [.. Enumerable.Range(0, 64).Select(row => row % 10)]);
    }

    private static string[] Leftovers() => Directory.GetFiles(Path.GetTempPath(), $"report-cost-{Environment.ProcessId}-*");
}
