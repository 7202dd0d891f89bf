namespace ScratchNN;

/// <summary>SNN015: a schedule that never brings the learning rate near the optimizer's, as a warm-up that lasts longer than the training.</summary>
internal sealed class LowSchedule() : Check("SNN015", CheckMoment.TrainingStart)
{
    private const double Low = 0.1;
    private const int Looks = 64, Fewest = 20;

    public override void Examine(in CheckPass pass)
    {
        long total = (long)pass.Options.Epochs * pass.StepsPerEpoch;
        double highest = 0;
        for (int look = 0; look <= Looks; look++) highest = Math.Max(highest, RateAtZero.Factor(pass, (total - 1) * look / Looks));
        if (total < Fewest || !(highest < Low)) return;
        double rate = pass.Options.Optimizer.LearningRate;
        pass.Report(new Finding
        {
            Code = Code,
            Severity = Severity.Warning,
            Title = $"The schedule keeps the learning rate at {NumberFormat.Text(highest * rate)} or below in all {total} steps, "
                + $"{NumberFormat.Percent(highest)} of the optimizer's {NumberFormat.Text(rate)}: {pass.Options.Schedule}.",
            Advice = $"Let it reach the full rate in the first tenth of the steps: a warm-up of {Math.Max(1, total / 10)} steps or fewer.",
            Tensor = "learning rate",
            Evidence = new Dictionary<string, double> { ["highest factor"] = highest, ["steps"] = total, ["learning rate"] = rate },
        });
    }
}
