namespace ScratchNN;

/// <summary>SNN017: a loss that stays where it costs to know nothing, or above, or that grows.</summary>
internal sealed class Stuck() : Check("SNN017", Moment.Look)
{
    private const double Near = 0.01, Twice = 2;
    private const int Looks = 5;

    public override void Examine(in CheckPass pass)
    {
        double loss = 0, baseline = pass.BaselineLoss, best = double.PositiveInfinity;
        if (pass.IsLearning || pass.Looks.Length < 2 * Looks) return;
        foreach (var look in pass.Looks) best = Math.Min(best, look.Loss);
        bool isDiverging = true;
        foreach (var look in pass.Looks[^Looks..])
        {
            loss += look.Loss / Looks;
            isDiverging &= look.Loss > Twice * best;
        }
        if (isDiverging)
            Report(pass, $"The loss grows: {Numbers.Text(loss)} in the last {Looks} looks, {Numbers.Text(best)} at best.", $"Divide the learning rate ({Numbers.Text(pass.LearningRate)}) by 10.", loss, best);
        else if (loss > (1 - Near) * baseline)
            Report(pass, $"The loss stays at {Numbers.Text(loss)}, after {pass.StepsDone} steps; the best constant answer costs {Numbers.Text(baseline)}.", "Nothing was learned that depends on the input. See the other findings first; then whether the rows of x and y belong together; then try 10 times the learning rate, and a tenth.", loss, baseline);
    }

    private void Report(in CheckPass pass, string title, string advice, double loss, double reference) => pass.Report(new Finding(Code, Severity.Warning, title, advice)
    {
        Tensor = "loss",
        Evidence = new Dictionary<string, double> { ["loss"] = loss, ["reference"] = reference, ["steps"] = pass.StepsDone },
    });
}
