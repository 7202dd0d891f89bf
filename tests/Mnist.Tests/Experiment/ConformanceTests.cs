using System.Text.Json;
using ScratchNN.Tests;

namespace Mnist.Tests.Experiment;

/// <summary>The experiments against numpy's traces, from the same initial weights.</summary>
public class ConformanceTests
{
    private const string Traces = "conformance/seed-experiment";

    // float32 here, float64 there: a few images near a border change sides, measured up to 0.0006
    private const double AccuracyTolerance = 0.003;

    // where float32's exp overflows; float64's does at 709.78, in iteration 201
    private const int BreaksAt = 143;

    [SharedFact(Traces)]
    public void Answer_FromNumpysWeights_FollowsItsTrace()
    {
        List<Finding> findings = [];
        var result = Answer.Of().Run(From("answer-seed0"), _ => { }, findings.Add);

        Assert.DoesNotContain(findings, finding => finding.Severity > Severity.Info); // one class for 34 epochs, 55 % of the ReLUs dead, and yet healthy
        Assert.Null(result.FirstNonFiniteIteration);
        AssertFollows(Reference("answer-seed0"), result);
        Assert.Equal(51, result.Trace.Count);
    }

    [SharedFact(SharedMnist.Relative)]
    public void QuestionFixed_FromNumpysWeights_FollowsItsTrace()
    {
        var result = Question.Of(SharedMnist.Data.Train, isFixed: true).Run(From("question-fixed-seed0"), _ => { });

        Assert.Null(result.FirstNonFiniteIteration);
        AssertFollows(Reference("question-fixed-seed0"), result);
        Assert.Equal(51, result.Trace.Count);
    }

    [SharedFact(SharedMnist.Relative)]
    public void Question_FromNumpysWeights_FollowsItsTraceUntilItBreaks()
    {
        var question = Question.Of(SharedMnist.Data.Train, isFixed: false, iterations: 161) with { LookEvery = 2 };

        List<Finding> findings = [];
        var result = question.Run(From("question-naive-seed0"), _ => { }, findings.Add);

        Assert.Equal(BreaksAt, result.FirstNonFiniteIteration);
        AssertTells(findings);
        AssertFollows(Reference("question-naive-seed0"), result with { Trace = [.. result.Trace.Where(look => look.Iteration < BreaksAt)] });
        Assert.All(result.Trace.Where(look => look.Iteration > BreaksAt), look =>
        {
            Assert.Equal([Question.Images, 0, 0, 0, 0, 0, 0, 0, 0, 0], look.Predictions);
            Assert.Null(look.MaxLogit);
        });
        Assert.NotEqual(Question.Images, result.Trace.Single(look => look.Iteration == 142).Predictions[0]);
        Assert.Contains("Iteration 143 broke", Question.Explain(result, isFixed: false), StringComparison.Ordinal);
        Assert.Contains("100.0 % of the images as 0", Question.Explain(result, isFixed: false), StringComparison.Ordinal);
    }

    /// <summary>What is wrong before the first step, a warning in time, what broke, and why it says 0. Step i + 1 is iteration i.</summary>
    private static void AssertTells(List<Finding> findings)
    {
        string[] codes = ["SNN005", "SNN011", "SNN010", "SNN012"];
        Assert.Equal(codes, findings.Select(finding => finding.Code));
        Finding mixing = findings[0], growing = findings[1], broken = findings[2], collapse = findings[3];

        Assert.Null(mixing.Step);
        Assert.Equal("BatchAxisSoftmax (layer 3)", mixing.Layer);
        Assert.Contains("axis 0", mixing.Advice, StringComparison.Ordinal);
        Assert.InRange(growing.Step!.Value, 1, 131);
        Assert.Equal((BreaksAt + 1, "BatchAxisSoftmax (layer 3)"), (broken.Step, broken.Layer));
        Assert.StartsWith("Exp overflow", broken.Title, StringComparison.Ordinal);
        Assert.InRange(broken.Evidence["largest input"], 88.72, 89.5);
        Assert.Equal(BreaksAt + 2, collapse.Step);
        Assert.Contains("argmax of NaN is the first NaN: the answer class 0", collapse.Advice, StringComparison.Ordinal);
    }

    private static void AssertFollows(Dictionary<int, double> reference, ExperimentResult result)
    {
        var compared = result.Trace.Where(look => reference.ContainsKey(look.Iteration)).ToArray();
        Assert.True(compared.Length >= 15);
        Assert.All(compared, look => Assert.Equal(reference[look.Iteration], look.Accuracy, AccuracyTolerance));
    }

    private static ExperimentOptions From(string name) => new() { Initial = SharedFolder.Resolve($"{Traces}/{name}-initial.f32") };

    /// <summary>Iteration → accuracy.</summary>
    private static Dictionary<int, double> Reference(string name)
    {
        using var json = JsonDocument.Parse(File.ReadAllText(SharedFolder.Resolve($"{Traces}/{name}.json")));
        return json.RootElement.GetProperty("trace").EnumerateArray()
            .ToDictionary(look => look.GetProperty("iteration").GetInt32(), look => look.GetProperty("accuracy").GetDouble());
    }
}
