using System.Reflection;
using System.Text.RegularExpressions;

namespace ScratchNN.Tests.EstimatorChecks;

/// <summary>docs/estimator-checks.md and the tests say the same.</summary>
public sealed partial class RowTests
{
    private static readonly string _document = File.ReadAllText(Path.Combine(SharedFolder.Repository, "docs", "estimator-checks.md"));

    [Fact]
    public void EveryRow_HasATestOrAReason()
    {
        var rows = Lines().Matches(_document)
            .Select(match => (Number: int.Parse(match.Groups[1].Value), IsTested: !match.Groups[2].Value.StartsWith("none: ", StringComparison.Ordinal)))
                .ToArray();
        int[] tested = [.. typeof(RowTests).Assembly.GetTypes().SelectMany(type => type.GetMethods()).SelectMany(RowsOf).Distinct().Order()];

        Assert.Equal(Enumerable.Range(1, 60), rows.Select(row => row.Number));
        Assert.Equal(rows.Where(row => row.IsTested).Select(row => row.Number), tested);
        Assert.All(["README.md", "ARCHITECTURE.md"], page =>
            Assert.Contains($"[{tested.Length} such guarantees](docs/estimator-checks.md)", File.ReadAllText(Path.Combine(SharedFolder.Repository, page)),
                StringComparison.Ordinal));
    }

    private static IEnumerable<int> RowsOf(MethodInfo method)
    {
        if (method.GetCustomAttribute<RowAttribute>() is not { } attribute) return [];
        Assert.True(method.IsDefined(typeof(FactAttribute)), $"{method.Name} names rows but is not a test.");
        return attribute.Rows;
    }

    [GeneratedRegex(@"^\| (\d+) \|[^|]*\| (.*) \|$", RegexOptions.Multiline)]
    private static partial Regex Lines();
}
