namespace ScratchNN;

/// <summary>SNN017: a loss that stays where it costs to know nothing, or above, or that grows. Tries other learning rates on clones.</summary>
internal sealed class LossPlateau() : Check("SNN017", CheckMoment.StepEnd)
{
    private const double Near = 0.01, Twice = 2;
    private const int Looks = 5;
    private const double MuchBetter = 0.9;

    public override void Examine(in CheckPass pass)
    {
        double loss = 0, baseline = pass.BaselineLoss, best = double.PositiveInfinity;
        if (pass.IsLearning || pass.Steps.Length < 2 * Looks) return;
        foreach (var look in pass.Steps) best = Math.Min(best, look.Loss);
        bool isDiverging = true;
        foreach (var look in pass.Steps[^Looks..])
        {
            loss += look.Loss / Looks;
            isDiverging &= look.Loss > Twice * best;
        }
        if (isDiverging)
            Report(pass, $"The loss grows: {NumberFormat.Text(loss)} in the last {Looks} looks, {NumberFormat.Text(best)} at best.", ("loss", loss), ("best loss", best));
        else if (loss > pass.Data.LossAt(1 - Near))
            Report(pass, $"The loss stays at {NumberFormat.Text(loss)}, after {pass.StepsDone} steps; the best constant answer costs {NumberFormat.Text(baseline)}.", ("loss", loss), ("baseline loss", baseline));
    }

    private void Report(in CheckPass pass, string title, params ReadOnlySpan<(string Name, double Value)> numbers)
    {
        if (pass.Findings.Any(finding => finding.Code == Code)) return; // what follows takes 350 steps or more
        var test = new RateTest(pass.Model, pass.Options, pass.Problem, pass.Source, pass.Workers);
        var evidence = new Dictionary<string, double> { ["steps"] = pass.StepsDone, ["best rate"] = test.Best.LearningRate, ["loss before"] = test.LossBefore, ["best loss of a rate"] = test.Best.Loss };
        foreach (var (name, value) in numbers) evidence[name] = value;
        string[] causes = [.. pass.Findings.Where(finding => finding.Severity > Severity.Info && finding.Code != "SNN012").Select(finding => finding.Code).Distinct()]; // that is a symptom too
        bool isRate = test.Best.LearningRate != test.Present.LearningRate && test.Best.Loss < MuchBetter * test.LossBefore && !(test.Present.Loss < MuchBetter * test.LossBefore);
        string because = causes.Length > 0 ? $"Most likely because of {string.Join(", then ", causes)}. " : "";
        string advice = because
            + (isRate ? $"Try the learning rate {NumberFormat.Text(test.Best.LearningRate)}: on a clone, {RateTest.Steps} steps of it bring the loss from {NumberFormat.Text(test.LossBefore)} to {NumberFormat.Text(test.Best.Loss)}, and those of {NumberFormat.Text(test.Present.LearningRate)} to {NumberFormat.Text(test.Present.Loss)}."
                : because.Length > 0 ? "See there." : "Nothing was learned that depends on the input: see whether the rows of x and y belong together.");
        pass.Report(new Finding
        {
            Code = Code,
            Severity = Severity.Warning,
            Title = title,
            Advice = advice,
            Tensor = "loss",
            Evidence = evidence,
            RuledOut = isRate ? [] : [$"the learning rate: from {NumberFormat.Text(test.Trials[0].LearningRate)} to {NumberFormat.Text(test.Trials[^1].LearningRate)} none did much better in {RateTest.Steps} steps on a clone"],
        });
    }
}
