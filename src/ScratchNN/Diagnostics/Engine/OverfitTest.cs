namespace ScratchNN;

/// <summary>SNN008: whether a clone can memorise 16 samples, and in how many steps.</summary>
internal static class OverfitTest
{
    private const int Samples = 16, MostSteps = 1000, StepsBetweenTries = 50;
    private const double Learned = 0.95; // of 16 samples: all, but for one in a pinch
    private const double LittleGain = 0.1;

    /// <returns>The steps that were enough, or null.</returns>
    public static int? Run(in DiagnosisPass pass)
    {
        var (options, problem) = (pass.Options, pass.Problem);
        int[] rows = pass.Rows(Samples);
        var clone = pass.Model.Clone();
        var state = new TrainingState(clone, options);
        var before = pass.ObjectiveOf(clone, rows.Length).Evaluate(pass.Data, rows);
        if (before.LossWeight == 0) return null; // none of them counts
        var now = before;
        var answers = DataSummary.Of(pass.Data, rows, problem.Outputs, problem.Classes, problem.Loss, problem.ClassWeights, options.Seed, pass.Workers);
        double floor = double.IsFinite(answers.FloorLoss) ? answers.FloorLoss : 0;
        for (int steps = StepsBetweenTries; steps <= MostSteps; steps += StepsBetweenTries)
        {
            bool isBroken;
            try
            {
                isBroken = IsBrokenBySteps(pass, clone, state, rows);
                now = pass.ObjectiveOf(clone, rows.Length).Evaluate(pass.Data, rows);
            }
            catch (Exception exception) // of a layer, the loss or the dataset
            {
                pass.Findings.Add(new Finding
                {
                    Code = "SNN008",
                    Severity = Severity.Warning,
                    Title = $"It is not known whether {rows.Length} samples can be memorised: {exception.GetType().Name} after {state.Step} steps of them. "
                        + $"{exception.Message}",
                    Advice = "Diagnose took these steps on a clone. Check what threw, and for which numbers.",
                });
                return null;
            }
            if (pass.HasClasses ? now.Accuracy >= Learned : now.Loss - floor <= (1 - Learned) * (before.Loss - floor)) return steps;
            if (isBroken) break;
        }
        // how low it can get is its own business
        if (!pass.HasClasses && double.IsNaN(answers.BaselineLoss) && now.Loss <= before.Loss - (LittleGain * Math.Abs(before.Loss))) return null;
        string reached = pass.HasClasses ? $"{NumberFormat.Percent(now.Accuracy)} of them are right"
            : $"the loss went from {NumberFormat.Text(before.Loss)} to {NumberFormat.Text(now.Loss)}";
        pass.Findings.Add(new Finding
        {
            Code = "SNN008",
            Severity = Severity.Error,
            Title = $"{rows.Length} samples cannot be memorised in {MostSteps} steps: {reached}.",
            Advice = "The amount of data is not the cause. Suspect a layer or a loss (see the other findings), equal rows with different y, or the "
                + "learning rate: see the table.",
            Evidence = new Dictionary<string, double>
            {
                ["accuracy"] = pass.HasClasses ? now.Accuracy : double.NaN, ["loss before"] = before.Loss, ["loss"] = now.Loss,
            },
        });
        return null;
    }

    /// <summary>Takes some steps, each on all of the rows.</summary>
    private static bool IsBrokenBySteps(in DiagnosisPass pass, Model clone, TrainingState state, int[] rows)
    {
        var how = RateTest.Quiet(pass.Options) with { Epochs = StepsBetweenTries, BatchSize = rows.Length };
        var run = new TrainingRun(clone, how, state, pass.Problem, pass.Data, pass.Data, new RowSplit(rows, []), pass.Workers);
        return run.Run(default).StopReason == StopReason.Broken;
    }
}
