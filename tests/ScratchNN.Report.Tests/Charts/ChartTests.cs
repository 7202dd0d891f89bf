namespace ScratchNN.Report.Tests;

/// <summary>Charts as text.</summary>
public sealed class ChartTests
{
    [Fact]
    public void LineChart_WithGapMarksAndLimit_IsThisText()
    {
        var chart = new LineChart("Loss", "loss",
        [
            new Line("each step",
                [new(1, 2.5, 2, 3), new(11, 1.5, 1, 2), new(21, double.NaN, double.NaN, double.NaN), new(31, 0.5, 0.5, 0.5)]) { HasBand = true },
            new Line("validation", [new(11, 2, 2, 2), new(31, 1.25, 1.25, 1.25)]),
        ])
        {
            Marks = [new Mark(20, "1", "SNN010: <it> broke", "#finding-1"), new Mark(21, "best", "Epoch 2")],
            Limits = [new Limit(2.3, "the best constant answer")],
        };

        Snapshot.Verify(chart.Draw().ToString());
    }

    [Theory]
    [InlineData(10, 80, "above")] // no flag is near
    [InlineData(1, 80, "below")]  // a flag in the corner
    public void LineChart_WordsOfALimit_StandWhereNoFlagIs(int step, double x, string where)
    {
        var chart = new LineChart("Logits", "logit",
            [new Line("largest", [new(1, 0, 0, 0), new(11, 100, 100, 100)])])
        {
            Marks = [new Mark(step, "1", "A finding")],
            Limits = [new Limit(90, "too large")]
        };

        var words = System.Xml.Linq.XDocument.Parse(chart.Draw().ToString()).Descendants("text").Single(text => text.Value == "too large");

        double line = new Frame(Axis.Exact("step", 1, 11), Axis.Of("logit", [0, 100, 90])).Y(90), y = (double)words.Attribute("y")!;
        Assert.Equal((x, where), ((double)words.Attribute("x")!, y < line ? "above" : "below"));
    }

    [Fact]
    public void HeatMap_OfACollapse_IsThisText() => Snapshot.Verify(
        new HeatMap("What it answers", ["0", "1"], [(0, 10, [0.5, 0.5]), (10, 20, [0.5, 0.5]), (20, 30, [1, 0])]).Draw().ToString());

    [Fact]
    public void BarChart_WithANumberThatIsNotFinite_IsThisText() => Snapshot.Verify(
        new BarChart("Layers", "largest output", [("Dense", 54.3, "54.3"), ("Softmax", double.NaN, "100 % not finite")]) { IsLogarithmic = true }.Draw()
            .ToString());

    [Fact]
    public void ScatterChart_OfPoints_IsThisText() =>
        Snapshot.Verify(new ScatterChart("Predicted and right", "price", [(1, 1.5), (3, 2), (double.NaN, 1)]).Draw().ToString());

    [Fact]
    public void UnitGrid_WithSilentUnits_IsThisText() => Snapshot.Verify(UnitGrid.Draw("ReLU (layer 1)", [0, 1.5f, 0]).ToString());

    [Fact]
    public void LineChart_WithoutAFiniteValue_IsNothing() =>
        Assert.True(new LineChart("Loss", "loss", [new Line("each step", [new(1, double.NaN, double.NaN, double.NaN)])]).Draw().IsEmpty);

    [Theory]
    [InlineData(0, 10, "0 2 4 6 8 10")]
    [InlineData(0.07, 0.31, "0 0.1 0.2 0.3 0.4")]
    [InlineData(-3, 4, "-4 -2 0 2 4")]
    [InlineData(0.0001, 10, "0.0001 0.01 1")]
    [InlineData(5, 5, "4.5 5 5.5")]
    public void Axis_Ticks_AreRoundAndHoldAllValues(double low, double high, string expected)
    {
        var axis = Axis.Of("x", [low, high, double.NaN]);

        Assert.InRange(axis.Place(low), 0, 1);
        Assert.InRange(axis.Place(high), 0, 1);
        Assert.Equal(expected, string.Join(' ', axis.Ticks.Select(tick => tick.Text)));
    }

    [Fact]
    public void Markup_OfTextWithMarkup_EscapesIt() =>
        Assert.Equal("<p>&lt;script&gt;&quot;&amp;&#39;\uFFFD</p>", new Markup().Add($"<p>{"<script>\"&'\0"}</p>").ToString());
}
