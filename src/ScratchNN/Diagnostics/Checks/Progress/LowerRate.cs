namespace ScratchNN;

/// <summary>
/// The proof that steps are too large: a new model at a lower rate comes far below in a fraction of the steps, on rows that it is not trained on.
/// </summary>
internal static class LowerRate
{
    private const int FewestTried = 50, MostTried = 200, Powers = 2;
    private const double Far = 0.5; // of the loss

    private static int Steps(in CheckPass pass) => Math.Clamp(pass.StepsDone / 10, FewestTried, MostTried);

    /// <summary>What the trials take: parameters × rows of all steps.</summary>
    public static double Work(in CheckPass pass) =>
        (double)pass.Model.Parameters.Length * Math.Min(pass.Options.BatchSize, pass.TrainingRows.Length) * Steps(pass) * Powers;

    /// <summary>Tries lower rates, and reports the steps if one of them comes far below.</summary>
    /// <param name="pass">The end of a Fit.</param><param name="code">The code of the finding.</param>
    /// <param name="loss">What the Fit reached.</param><param name="symptom">What is seen of that, without a full stop.</param>
    public static void Try(in CheckPass pass, string code, double loss, string symptom)
    {
        int rows = pass.TrainingRows.Length, steps = Steps(pass);
        int[] measured = RowSample.Of(pass.TrainingRows, Math.Min(CheckProbe.RowsOf(pass.Model), rows / 4), pass.Options.Seed);
        var bench = new RateBench
        {
            Model = RateTest.Drawn(pass.Model, pass.Options.Seed + 1), Optimizer = null, Options = pass.Options, Problem = pass.Problem, Data = pass.Source,
            Rows = RateTest.Without(pass.TrainingRows, measured), Measured = measured, Workers = pass.Workers,
        };
        RateRun best = bench.Try(-1, steps), lower = bench.Try(-Powers, steps);
        if (lower.IsFinite && !(best.Loss <= lower.Loss)) best = lower;
        if (!(best.Loss - pass.FloorLoss < Far * (loss - pass.FloorLoss))) return;
        double rate = best.Trial.LearningRate;
        pass.Report(new Finding
        {
            Code = code,
            Severity = Severity.Warning,
            Title = $"The steps are too large: {symptom}, and a new model reaches {NumberFormat.Text(best.Loss)} in {steps} steps at a learning rate of "
                + $"{NumberFormat.Text(rate)}, on rows that it was not trained on.",
            Advice = $"Build a new model, and lower the learning rate ({NumberFormat.Text(pass.Options.Optimizer.LearningRate)}) to {NumberFormat.Text(rate)}.",
            Tensor = "learning rate",
            BlamesLargeSteps = true,
            Evidence = new Dictionary<string, double> { ["loss"] = loss, ["best rate"] = rate, ["best loss of a rate"] = best.Loss, ["steps"] = steps },
        });
    }
}
