namespace ScratchNN;

/// <summary>SNN015: a schedule that has brought the learning rate to nothing while most of the Fit is still to come.</summary>
internal sealed class RateAtZero() : Check("SNN015", CheckMoment.StepEnd)
{
    private const double Nothing = 1e-5; // of the optimizer's rate
    private const double MuchLeft = 0.1; // of the steps
    private const int Fewest = 20, Looks = 8;

    public override void Examine(in CheckPass pass)
    {
        long total = (long)pass.Options.Epochs * pass.StepsPerEpoch, at = ((long)pass.Epochs.Count * pass.StepsPerEpoch)
            + (pass.StepsDone % pass.StepsPerEpoch);
        if (pass.LearningRate > Nothing * pass.Options.Optimizer.LearningRate || total - at < Math.Max(Fewest, MuchLeft * total)) return;
        if (pass.Findings.Any(finding => finding is { Code: "SNN015", Tensor: "learning rate" })) return;
        for (int look = 1; look < Looks; look++)
            if (Factor(pass, at + ((total - 1 - at) * look / Looks)) > Nothing) return; // it rises again
        long first = 0;
        while (first < at && Factor(pass, first) > Nothing) first++;
        pass.Report(new Finding
        {
            Code = Code,
            Severity = Severity.Warning,
            Title = $"The schedule has brought the learning rate from {NumberFormat.Text(pass.Options.Optimizer.LearningRate)} to "
                + $"{NumberFormat.Text(pass.LearningRate)} at step {first} of {total}: the other {total - first} steps change nothing.",
            Advice = $"Let the schedule end with the last step, or leave it out: {pass.Options.Schedule}.",
            Tensor = "learning rate",
            Evidence = new Dictionary<string, double> { ["step"] = first, ["steps"] = total, ["learning rate"] = pass.LearningRate },
            RuledOut = ["the gradient: a step of 0 ignores it"],
        });
    }

    /// <summary>The factor of the schedule at a step, as far as the epochs so far tell.</summary>
    public static double Factor(in CheckPass pass, long step) => pass.Options.Schedule.Factor(new SchedulePass
    {
        Step = step,
        TotalSteps = (long)pass.Options.Epochs * pass.StepsPerEpoch,
        StepsPerEpoch = pass.StepsPerEpoch,
        Epoch = (int)(step / pass.StepsPerEpoch),
        Epochs = pass.EpochSpan,
    });
}
