namespace ScratchNN;

/// <summary>SNN015: steps so large that the loss jumps about, or that most units died, though something was learned.</summary>
/// <remarks>
/// Noisy labels keep a loss high as well, but steady. The proof is a new model: at a lower rate it comes far below in a fraction of the steps, on rows that it
/// does not train on.
/// </remarks>
internal sealed class UnsettledLoss() : Check("SNN015", CheckMoment.TrainingEnd)
{
    private const int FewestSteps = 400, FewestEpochs = 6, FewestRows = 256, FewestTried = 50, MostTried = 200, Powers = 2;
    private const double Left = 0.1, Fall = 0.2; // of what it costs to know nothing; of the loss, in half of the epochs
    // deviation, of the mean of epochs; of the units; of the loss; parameters × rows of all steps
    private const double Jumps = 0.15, Dead = 0.6, Far = 0.5, MostWork = 4e10;

    public override void Examine(in CheckPass pass)
    {
        int epochs = pass.Epochs.Count, half = epochs / 2, rows = pass.TrainingRows.Length, steps = Math.Clamp(pass.StepsDone / 10, FewestTried, MostTried);
        if (pass.IsContinued || pass.StepsDone < FewestSteps || epochs < FewestEpochs || rows < FewestRows || !pass.IsLearning
            || pass.LearningRate < pass.Options.Optimizer.LearningRate / 2) return;
        if ((double)pass.Model.Parameters.Length * Math.Min(pass.Options.BatchSize, rows) * steps * Powers > MostWork
            || pass.Findings.Any(finding => finding is { Code: "SNN015" } or { Code: "SNN017", Severity: > Severity.Info })) return;
        double before = 0, now = 0, squares = 0, low = double.PositiveInfinity, high = 0;
        for (int i = 1; i <= half; i++)
        {
            double loss = pass.Epochs[^i].Loss;
            (before, now, squares, low, high) = (before + (pass.Epochs[^(i + half)].Loss / half), now + (loss / half), squares
                + (loss * loss / half), Math.Min(low, loss), Math.Max(high, loss));
        }
        bool isJumpy = Math.Sqrt(Math.Max(0, squares - (now * now))) > Jumps * now;
        if (!(now > pass.Data.LossAt(Left)) || now < (1 - Fall) * before || !(isJumpy || DeadUnits.Worst(pass).Share > Dead)) return;

        int[] measured = RowSample.Of(pass.TrainingRows, Math.Min(CheckRunner.ProbeRowsOf(pass.Model), rows / 4), pass.Options.Seed);
        var bench = new RateBench
        {
            Model = RateTest.Drawn(pass.Model, pass.Options.Seed + 1), Optimizer = null, Options = pass.Options, Problem = pass.Problem, Data = pass.Source,
            Rows = RateTest.Without(pass.TrainingRows, measured), Measured = measured, Workers = pass.Workers,
        };
        RateRun best = bench.Try(-1, steps), lower = bench.Try(-Powers, steps);
        if (lower.IsFinite && !(best.Loss <= lower.Loss)) best = lower;
        if (!(best.Loss - pass.FloorLoss < Far * (now - pass.FloorLoss))) return;
        double rate = best.Trial.LearningRate;
        pass.Report(new Finding
        {
            Code = Code,
            Severity = Severity.Warning,
            Title = (isJumpy ? $"The steps are too large: the loss jumps between {NumberFormat.Text(low)} and {NumberFormat.Text(high)} from epoch to epoch, "
                    : $"The steps are too large: the loss stays at about {NumberFormat.Text(now)}, and most units of a layer are dead, ")
                + $"and a new model reaches {NumberFormat.Text(best.Loss)} in {steps} steps at a learning rate of {NumberFormat.Text(rate)}, "
                + "on rows that it was not trained on.",
            Advice = $"Build a new model, and lower the learning rate ({NumberFormat.Text(pass.Options.Optimizer.LearningRate)}) to {NumberFormat.Text(rate)}.",
            Tensor = "learning rate",
            Evidence = new Dictionary<string, double> { ["loss"] = now, ["best rate"] = rate, ["best loss of a rate"] = best.Loss, ["steps"] = steps },
        });
    }
}
