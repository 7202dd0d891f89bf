namespace ScratchNN.Benchmarks.Tests;

public class GuardRunTests
{
    [Fact]
    public void Run_RowThatHolds_IsMeasuredOnce()
    {
        var result = Assert.Single(Run(advises: false, Row("a", 2)));
        Assert.Equal((2, Verdict.Ok), (result.Measured, result.Verdict));
    }

    [Fact]
    public void Run_RowBelowItsFloorOnce_IsMeasuredAgainAfterTheOthers()
    {
        var results = Run(advises: false, Row("a", 0.5, 1), Row("b", 2));
        Assert.Equal(["b", "a"], results.Select(result => result.Name));
        Assert.Equal((1, Verdict.Ok), (results[1].Measured, results[1].Verdict));
    }

    [Fact]
    public void Run_RowAlwaysBelowItsFloor_FailsWithItsBestValue()
    {
        var result = Assert.Single(Run(advises: false, Row("a", 0.5, 0.9, 0.7)));
        Assert.Equal((0.9, Verdict.Failed), (result.Measured, result.Verdict));
    }

    [Theory]
    [InlineData(true, true, Verdict.Advice)]
    [InlineData(true, false, Verdict.Failed)]
    [InlineData(false, true, Verdict.Failed)]
    public void Run_RowBelowItsFloor_AdvisesOnlyWhereTheMachineMayBeToBlame(bool advises, bool dependsOnMachine, Verdict verdict)
    {
        var row = Row("a", 0.5, 0.5, 0.5) with { DependsOnMachine = dependsOnMachine };
        Assert.Equal(verdict, Assert.Single(Run(advises, row)).Verdict);
    }

    [Fact]
    public void All_RowsThatFailOnABusyMachine_AreThoseThatCount() =>
        Assert.Equal("784-128-10, bytes per step", Assert.Single(GuardRows.All, row => !row.DependsOnMachine).Name);

    [Fact]
    public void Run_Rows_WritesAMarkdownTable()
    {
        var output = new StringWriter { NewLine = "\n" };
        new GuardRun([Row("64×128×784 : FMA peak", 1.234)], advises: false, output).Run();
        Assert.Equal(
            """
            | row                                      |    bound | measured |  verdict |
            |------------------------------------------|---------:|---------:|---------:|
            | 64×128×784 : FMA peak                    |   ≥ 1.00 |     1.23 |       Ok |

            """, output.ToString());
    }

    private static IReadOnlyList<GuardResult> Run(bool advises, params GuardRow[] rows) =>
        new GuardRun(rows, advises, TextWriter.Null) { Pause = TimeSpan.Zero }.Run();

    /// <summary>A row with a floor of 1 that measures these values, one after another.</summary>
    private static GuardRow Row(string name, params double[] values)
    {
        var queue = new Queue<double>(values);
        return new GuardRow(name, Bound.AtLeast(1), queue.Dequeue);
    }
}
