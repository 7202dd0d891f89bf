using System.Globalization;
using Xunit.Abstractions;

namespace ScratchNN.Tables.Tests;

/// <summary>The default network and options, with no tuning per table, beside scikit-learn's MLP with a pipeline of its own, on the same folds.</summary>
/// <remarks>
/// One of the five repeats, with the tolerance of its spread; <c>SCRATCHNN_TABLES_REPEATS=5</c> runs all, with the tolerance that is promised.
/// </remarks>
public sealed class ScoresTests(ITestOutputHelper output)
{
    private const double Promised = 0.01;
    private const double OneRepeat = 0.03; // two deviations of a mean over five folds

    public static TheoryData<string> Names => [.. Scores.Cases().Keys];

    [SharedTheory("data/tables"), MemberData(nameof(Names))]
    public void DefaultNetwork_IsAsGoodAsScikitLearns(string name)
    {
        int repeats = int.Parse(Environment.GetEnvironmentVariable("SCRATCHNN_TABLES_REPEATS") ?? "1", CultureInfo.InvariantCulture);
        var row = Scores.Cases()[name];
        double score = Scores.Of(name, repeats), peer = row.GetProperty("MLP").GetDouble(), linear = row.GetProperty("linear").GetDouble(),
            constant = row.GetProperty("constant").GetDouble();
        output.WriteLine(
            string.Create(CultureInfo.InvariantCulture,
                $"{name}: {score:0.0000}; scikit-learn's MLP {peer:0.0000}, linear model {linear:0.0000}, best constant {constant:0.0000}"));
        double tolerance = repeats == 5 ? Promised : OneRepeat;
        Assert.InRange(score, peer - tolerance, 1);
        Assert.InRange(score, linear - (repeats == 5 ? 0 : OneRepeat), 1);
        Assert.InRange(score, constant, 1);
    }
}
