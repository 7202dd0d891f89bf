namespace ScratchNN;

/// <summary>SNN004: a first loss far above that of guessing. Below is no fault: the model may have been trained before.</summary>
internal sealed class InitialLoss() : Check("SNN004", CheckMoment.TrainingStart)
{
    private const double FarAbove = 3; // random weights on scaled inputs give up to 1.5, some more with few features

    public override void Examine(in CheckPass pass)
    {
        int classes = pass.Layers[^1].OutputShape.Size;
        if (pass.Loss is not CrossEntropy || pass.Step > 0) return;
        double loss = 0, guessing = Kernels.Exponential.Log((float)classes), weight = 0;
        foreach (float row in pass.Losses) loss += row / pass.Losses.Length;
        foreach (float target in pass.Targets) weight += target / pass.Losses.Length; // of a sample: as a rule 1; if it is not, TargetSums says so
        if (!pass.Targets.IsEmpty) loss /= weight;
        if (!(loss > FarAbove * guessing)) return;
        pass.Report(new Finding
        {
            Code = Code,
            Severity = Severity.Warning,
            Title = $"The first loss is {NumberFormat.Text(loss)}; guessing among {classes} classes costs ln {classes} = {NumberFormat.Text(guessing)}. The model begins with wrong answers that it is sure of.",
            Advice = "Scale the inputs to some 1, or start with smaller weights: Initialization.GlorotUniform, the default, suits.",
            Evidence = new Dictionary<string, double> { ["loss"] = loss, ["ln K"] = guessing },
        });
    }
}
