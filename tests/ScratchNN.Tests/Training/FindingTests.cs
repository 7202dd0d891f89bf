using System.Reflection;
using System.Text.Json;

namespace ScratchNN.Tests;

public class FindingTests
{
    private static readonly Finding _finding = new()
    {
        Code = "SNN010",
        Severity = Severity.Error,
        Title = "The loss became NaN.",
        Advice = "Divide the rate by 10.",
        Layer = "Softmax (layer 3)",
        Tensor = "output",
        Step = 144,
        Evidence = new Dictionary<string, double> { ["largest input"] = 88.9, ["value"] = double.NaN },
        RuledOut = ["the data: x is finite", "the weights"],
    };

    [Fact]
    public void ToString_Full_ReadsLikeANote() => Snapshot.Verify($"{_finding}\n\n{new Finding
    {
        Code = "MY001",
        Severity = Severity.Info,
        Title = "The sky is blue.",
        Advice = "Enjoy it.",
    }}");

    [Fact]
    public void Json_RoundTrip_KeepsEverything()
    {
        var back = JsonSerializer.Deserialize<Finding>(JsonSerializer.Serialize(_finding))!;

        Assert.Equal(_finding.ToString(), back.ToString());
        Assert.Equal((_finding.Layer, _finding.Tensor, _finding.Step), (back.Layer, back.Tensor, back.Step));
        Assert.Equal(_finding.Evidence, back.Evidence);
    }

    [Fact]
    public void Link_NoAddressOfTheProject_IsNull()
    {
        string? files = typeof(Finding).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .SingleOrDefault(metadata => metadata.Key == "FilesUrl")?.Value;

        Assert.Equal(files == null ? null : $"{files}docs/diagnostics.md#snn010", _finding.Link);
        Assert.DoesNotContain("See docs", _finding.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SNN010", "https://example.org/blob/HEAD/", "https://example.org/blob/HEAD/docs/diagnostics.md#snn010")]
    [InlineData("SNN010", null, null)]
    [InlineData("MY001", "https://example.org/blob/HEAD/", null)]
    public void LinkBelow_CodeAndAddress_NeedsBoth(string code, string? files, string? link) =>
        Assert.Equal(link, (_finding with { Code = code }).LinkBelow(files));

    [Fact]
    public void History_Findings_AreCausesFirstAndToldOnce()
    {
        var history = new TrainingHistory();
        Finding later = _finding with { Code = "SNN012" }, warning = _finding with { Code = "SNN002", Severity = Severity.Warning },
            mild = _finding with { Severity = Severity.Info };

        Assert.All((Finding[])[later, warning, mild, _finding], finding => Assert.True(history.Add(finding)));
        Assert.False(history.Add(warning with { Title = "Again." }));

        Assert.Equal([_finding, warning, later], history.Findings); // the mild one gave way to the severe
    }
}
