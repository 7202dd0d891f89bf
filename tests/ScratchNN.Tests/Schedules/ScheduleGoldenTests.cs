namespace ScratchNN.Tests.Optimizers;

/// <summary>Schedules against PyTorch's schedulers, step by step.</summary>
public class ScheduleGoldenTests
{
    private const double Tolerance = 1e-12; // both compute in double, PyTorch from step to step

    /// <summary>As tests/golden/schedules.py has them.</summary>
    private static readonly Dictionary<string, LearningRateSchedule> _schedules = new()
    {
        ["constant"] = new ConstantSchedule(),
        ["step decay"] = new StepDecay(3),
        ["step decay, half each epoch"] = new StepDecay(1, 0.5),
        ["exponential decay"] = new ExponentialDecay(0.95),
        ["cosine"] = new CosineDecay(),
        ["cosine, minimum"] = new CosineDecay { Minimum = 0.1 },
        ["cosine, restarts"] = new CosineDecay { Period = 2 },
        ["cosine, longer and longer"] = new CosineDecay { Period = 2, PeriodFactor = 2, Minimum = 0.01 },
        ["one cycle"] = new OneCycle { Rising = 0.25 },
        ["one cycle, others"] = new OneCycle { Rising = 0.5, Divisor = 4 },
        ["warm-up"] = new WarmUp(5),
        ["warm-up of one step"] = new WarmUp(1),
        ["warm-up, cosine"] = new WarmUp(8, new CosineDecay()),
        ["warm-up, step decay"] = new WarmUp(6, new StepDecay(3)),
        ["plateau"] = new ReduceOnPlateau { By = 0.5, Patience = 2, Minimum = 0.01 },
        ["warm-up, plateau"] = new WarmUp(7, new ReduceOnPlateau { Patience = 3 }),
    };

    [Fact]
    public void Cases_AreThoseOfTheScript() => Assert.Equal(_schedules.Keys, Golden.Cases("schedules").Keys);

    public static TheoryData<string> Names => [.. _schedules.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Factor_OfEveryStep_IsPyTorchs(string name)
    {
        var row = Golden.Cases("schedules")[name];
        int stepsPerEpoch = row.GetProperty("stepsPerEpoch").GetInt32(), epochs = row.GetProperty("epochs").GetInt32();
        double[] expected = Golden.Doubles(row.GetProperty("factors")), losses = Golden.Doubles(row.GetProperty("losses"));
        EpochResult[] results = [.. losses.Select((loss, i) => EpochResults.Of(i + 1, 0, null, loss, null, 0, 0))];
        Assert.Equal(stepsPerEpoch * epochs, expected.Length);
        for (int step = 0; step < expected.Length; step++)
        {
            int epoch = step / stepsPerEpoch;
            double factor = _schedules[name].Factor(new SchedulePass
            {
                Step = step, TotalSteps = expected.Length, StepsPerEpoch = stepsPerEpoch, Epoch = epoch,
                Epochs = results.AsSpan(0, Math.Min(epoch, results.Length)),
            });
            Assert.True(Math.Abs(expected[step] - factor) <= Tolerance, $"{name}, step {step}: {expected[step]:R} expected, got {factor:R}");
        }
    }
}
