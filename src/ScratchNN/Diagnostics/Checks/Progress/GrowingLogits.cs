namespace ScratchNN;

/// <summary>SNN011: logits that double within 50 steps, on their way to what exp can take.</summary>
internal sealed class GrowingLogits() : Check("SNN011", CheckMoment.StepEnd)
{
    private const float Large = 50; // exp ends at 88.72
    private const int Looks = 5;

    public override void Examine(in CheckPass pass)
    {
        if (pass.Steps.Length <= Looks || pass.Layers[^1].OutputShape.Size == 1) return;
        StepSummary now = pass.Steps[^1], then = pass.Steps[^(Looks + 1)];
        if (!(now.LargestLogit > Large && now.LargestLogit > 2 * then.LargestLogit && float.IsFinite(now.LargestLogit))) return;
        // it takes any logits, and may be sure of what it has learned
        if (pass.Loss.Meaning is OutputKind.OneClass or OutputKind.YesNo && now.Loss < pass.BaselineLoss) return;
        var evidence = new Dictionary<string, double>
        {
            ["largest logit"] = now.LargestLogit, ["largest logit before"] = then.LargestLogit, ["steps between"] = now.Step - then.Step,
        };
        string advice = $"Nothing limits the logits: they may grow to infinity, then NaN. Lower the learning rate ({NumberFormat.Text(pass.LearningRate)})"
            + (pass.Loss.Meaning is OutputKind.OneClass or OutputKind.YesNo ? "."
                : ", and use Softmax with CrossEntropy, which push down the logits of wrong classes.");
        pass.Report(new Finding
        {
            Code = Code,
            Severity = Severity.Warning,
            Title = $"The largest logit is {NumberFormat.Text(now.LargestLogit)}, up from {NumberFormat.Text(then.LargestLogit)} in {now.Step - then.Step} "
                + "steps: exp overflows float32 above 88.72.",
            Advice = Momentum.Or(pass.Options, advice, evidence),
            Tensor = "logits",
            Evidence = evidence,
        });
    }
}
