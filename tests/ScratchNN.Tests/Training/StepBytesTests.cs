namespace ScratchNN.Tests;

/// <summary>A step allocates nothing, whatever the options.</summary>
public class StepBytesTests
{
    public static TheoryData<string> Names => [.. ResumeCase.All.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Step_WithAnyOptions_AllocatesNothing(string name)
    {
        var row = ResumeCase.All[name];
        var batches = new List<int>();
        row.Fit(row.New(new Reporter(told => batches.Add(told.StepsPerEpoch))));
        int steps = 2 * batches[0];

        foreach (int threads in (int[])[1, 2])
            Assert.Equal(0, Allocations.OfSteps(
                watching =>
                {
                    var options = row.Options();
                    options = options with
                    {
                        Epochs = 2,
                        Threads = threads,
                        Callbacks = [watching, .. options.Callbacks],
                        Metrics = [.. options.Metrics, row.IsRegression ? Metric.R2 : Metric.Accuracy],
                        Checks = []
                    };
                    row.Fit(row.New(options));
                },
                warm: batches[0] / 2, steps));
    }
}
