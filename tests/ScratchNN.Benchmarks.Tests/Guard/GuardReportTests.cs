using System.Text.Json;

namespace ScratchNN.Benchmarks.Tests;

public class GuardReportTests
{
    private static readonly Machine _machine = new("CPU", 2, "x86-64-v3", ".NET 10", OpenBlas: null);

    [Fact]
    public void Passed_AdviceOnly_IsTrue() => Assert.True(Report(Verdict.Ok, Verdict.Advice).Passed);

    [Fact]
    public void Passed_OneFailure_IsFalse() => Assert.False(Report(Verdict.Ok, Verdict.Failed).Passed);

    [Fact]
    public void Passed_NoRows_IsFalse() => Assert.False(Report().Passed);

    [Fact]
    public void ToJson_Report_IsReadByOthers()
    {
        using var json = JsonDocument.Parse(Report(Verdict.Advice).ToJson());
        var row = json.RootElement.GetProperty("rows")[0];
        Assert.Equal("CPU", json.RootElement.GetProperty("machine").GetProperty("cpu").GetString());
        Assert.True(json.RootElement.GetProperty("passed").GetBoolean());
        Assert.Equal("advice", row.GetProperty("verdict").GetString());
        Assert.Equal(0.5, row.GetProperty("measured").GetDouble());
        Assert.Equal(1.8, row.GetProperty("bound").GetProperty("limit").GetDouble());
        Assert.False(row.GetProperty("bound").GetProperty("isCeiling").GetBoolean());
    }

    private static GuardReport Report(params Verdict[] verdicts) =>
        new(_machine, DateTimeOffset.UnixEpoch, [.. verdicts.Select(verdict => new GuardResult("row", Bound.AtLeast(1.8), 0.5, verdict))]);
}
