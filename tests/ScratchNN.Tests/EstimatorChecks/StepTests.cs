namespace ScratchNN.Tests.EstimatorChecks;

/// <summary>What every step promises of threads and memory.</summary>
public sealed class StepTests
{
    private static readonly EstimatorData _data = EstimatorData.Default;

    public static TheoryData<string> Names => EstimatorCases.Names;

    [Theory, MemberData(nameof(Names)), Row(60)]
    public void Fit_AnyNumberOfWorkers_GivesTheSameBits(string name)
    {
        var row = EstimatorCases.Get(name);
        uint[] expected = Bits.Of(row.Fitted().Model);
        foreach (int workers in (int[])[2, 4, 8])
        {
            var trainer = row.NewTrainer(options => options with { Threads = workers });
            row.Fit(trainer, _data);
            Assert.Equal(expected, Bits.Of(trainer.Model));
        }
    }

    [Theory, MemberData(nameof(Names)), Row(59)]
    public void Fit_Steps_AllocateNothing(string name)
    {
        var row = EstimatorCases.Get(name);
        Assert.Equal(0, Allocations.OfSteps(
            progress =>
                row.Fit(row.NewTrainer(options => options with { Epochs = 1, BatchSize = 1, ClipNorm = 1, Checks = [], Callbacks = [progress] }), _data),
            warm: 10, steps: 40));
    }
}
