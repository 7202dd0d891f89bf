namespace ScratchNN.Tests;

public class TrainingHistoryTests
{
    [Fact]
    public void ToString_Classes_IsATable() => Snapshot.Verify(Make(StopReason.StoppedEarly,
        EpochResults.Of(1, 2.30259, 0.1125, 2.5, 0.1, 0.001f, 0.314),
        EpochResults.Of(2, 0.69315, 0.5, 0.7, 0.25, 0.001f, 12.3),
        EpochResults.Of(10, 12345.678, 1, double.NaN, 0, 0.001f, 0)).ToString());

    [Fact]
    public void ToString_Regression_HasNoAccuracy() => Snapshot.Verify(Make(StopReason.Completed,
        EpochResults.Of(1, 1e-9, null, 0.5, null, 0.001f, 1)).ToString());

    [Fact]
    public void ToString_NoValidation_HasNoColumnsForIt() => Snapshot.Verify(Make(StopReason.Canceled,
        EpochResults.Of(1, 0.5, 0.75, null, null, 0.001f, 1)).ToString());

    [Fact]
    public void ToString_NoEpoch_StillTellsWhy() => Snapshot.Verify(Make(StopReason.Canceled).ToString());

    [Fact]
    public void ToString_EpochThatWasNotValidated_LeavesItsCellsEmpty()
    {
        string[] lines = Make(StopReason.Completed, EpochResults.Of(1, 0.5, null, null, null, 0.001f, 1), EpochResults.Of(2, 0.5, 0.75, 0.25, 1, 0.001f, 1))
            .ToString().ReplaceLineEndings("\n").Split('\n');

        Assert.Equal("    1     0.5000                                         1.00", lines[1]);
        Assert.Equal("    2     0.5000    0.7500      0.2500        1.0000     1.00", lines[2]);
    }

    [Theory]
    [InlineData(0, "     0.0000")]
    [InlineData(0.000999, "   0.000999")]
    [InlineData(1e-9, "      1E-09")]
    [InlineData(0.001, "     0.0010")]
    [InlineData(99999, " 99999.0000")]
    [InlineData(100000, "    100,000")]
    [InlineData(383_712.4, "    383,700")]
    [InlineData(1.23456e10, "  1.235E+10")]
    public void ToString_LossOfAnySize_HasFourDigits(double loss, string cell) => Assert.Contains(
        $"    1{cell}     1.00", Make(StopReason.Completed, EpochResults.Of(1, loss, null, null, null, 0.001f, 1)).ToString(), StringComparison.Ordinal);

    [Fact]
    public void ToString_Metrics_HaveColumns()
    {
        string[] lines = Make(StopReason.Completed, With(1, ("R2", -0.5), ("RMSE", 512.25)), With(2, ("R2", 0.98765), ("RMSE", 383_712.4)))
            .ToString().ReplaceLineEndings("\n").Split('\n');

        Assert.Equal("epoch       loss   val. loss         R2    val. R2       RMSE  val. RMSE  seconds", lines[0]);
        Assert.Equal("    1     0.5000      0.2500    -0.5000    -0.5000   512.2500   512.2500     1.00", lines[1]);
        Assert.Equal("    2     0.5000      0.2500     0.9877     0.9877    383,700    383,700     1.00", lines[2]);
        Assert.Equal("completed; best epoch 1", lines[3]);
    }

    [Fact]
    public void ToString_MoreMetricsThanALineHolds_NamesTheOthers()
    {
        string[] lines = Make(StopReason.Completed, With(1, [.. Enumerable.Range(0, 9).Select(i => ($"metric {i}", 1.0))]))
            .ToString().ReplaceLineEndings("\n").Split('\n');

        Assert.All(lines[..2], line => Assert.InRange(line.Length, 80, 120));
        Assert.Contains("val. metric 2", lines[0], StringComparison.Ordinal);
        Assert.Equal("completed; best epoch 1; Epochs also has metric 3, metric 4, metric 5, metric 6, metric 7, metric 8", lines[2]);
    }

    [Theory]
    [InlineData(StopReason.Completed, "completed")]
    [InlineData(StopReason.StoppedEarly, "stopped early")]
    [InlineData(StopReason.Canceled, "canceled")]
    [InlineData(StopReason.Broken, "broken")]
    public void ToString_AnyReason_IsTold(StopReason reason, string told) => Assert.EndsWith($"\n{told}; best epoch 1",
        Make(reason, EpochResults.Of(1, 0.5, null, null, null, 0.001f, 1)).ToString().ReplaceLineEndings("\n"), StringComparison.Ordinal);

    [Theory]
    [InlineData(20, 20, 0)]
    [InlineData(21, 19, 1)]
    [InlineData(300, 19, 2)]
    public void ToString_ManyEpochs_ShowsTheFirstTheBestAndTheLast(int epochs, int rows, int gaps)
    {
        int best = epochs / 2;
        string[] lines = Make(StopReason.Completed,
            [.. Enumerable.Range(1, epochs).Select(epoch => EpochResults.Of(epoch, epoch == best ? 0.49999 : 0.5, null, null, null, 0.001f, 0.00123))])
            .ToString().ReplaceLineEndings("\n").Split('\n');

        Assert.Equal(rows, lines.Count(line => line.EndsWith("     0.5000   0.0012", StringComparison.Ordinal)));
        Assert.Equal(gaps, lines.Count(line => line == "    …"));
        Assert.All((int[])[1, best - 1, best, best + 1, epochs], epoch =>
            Assert.Contains(lines, line => line.StartsWith($"{epoch,5} ", StringComparison.Ordinal)));
        Assert.Equal($"completed; best epoch {best}", lines[^1]);
    }

    [Fact]
    public void ToString_Broken_TellsWhereAndWhatToDo()
    {
        var (x, y) = Blobs.Make();
        x[123, 2] = float.NaN;

        var history = new Trainer(Blobs.Model(), new() { BatchSize = 10, Shuffle = false, WhenBroken = WhenBroken.Stop }).Fit(x, y);

        Snapshot.Verify(history.ToString());
    }

    private static EpochResult With(int epoch, params (string Name, double Value)[] metrics)
    {
        var result = EpochResults.Of(epoch, 0.5, null, 0.25, null, 0.001f, 1);
        var values = metrics.ToDictionary(metric => metric.Name, metric => metric.Value);
        return result with { Training = result.Training with { Metrics = values }, Validation = result.Validation! with { Metrics = values } };
    }

    private static TrainingHistory Make(StopReason reason, params EpochResult[] epochs)
    {
        var history = new TrainingHistory { StopReason = reason };
        foreach (var epoch in epochs) history.Add(epoch);
        return history;
    }
}
