using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>SNN004: a first loss far above that of guessing. A loss below is fine: the model may have been trained before.</summary>
internal sealed class InitialLoss() : Check("SNN004", CheckMoment.TrainingStart)
{
    private const double Same = 1e-5;
    private const double FarAbove = 3; // random weights on scaled inputs give up to 1.5, some more with few features

    public override void Examine(in CheckPass pass)
    {
        int classes = pass.Layers[^1].OutputShape.Size;
        if (pass.Loss.Meaning != OutputKind.OneClass || classes == 1 || pass.Step > 0) return;
        double loss = 0, guessing = Guessing(pass, classes), weight = 0;
        foreach (float row in pass.Losses) loss += row / pass.Losses.Length;
        foreach (float target in pass.Targets) weight += target / pass.Losses.Length; // of a sample: as a rule 1; if it is not, TargetSums says so
        if (!pass.Targets.IsEmpty) loss /= weight;
        if (!(loss > FarAbove * guessing)) return;
        bool isLogarithm = Math.Abs(guessing - Exponential.Log((float)classes)) < Same * guessing;
        pass.Report(new Finding
        {
            Code = Code,
            Severity = Severity.Warning,
            Title = $"The first loss is {NumberFormat.Text(loss)}; guessing among {classes} classes costs {(isLogarithm ? $"ln {classes} = " : "")}{NumberFormat.Text(guessing)}. The model begins with wrong answers that it is sure of.",
            Advice = "Scale the inputs to some 1, or start with smaller weights: Initialization.GlorotUniform, the default, suits.",
            Evidence = new Dictionary<string, double> { ["loss"] = loss, [isLogarithm ? "ln K" : "guessing"] = guessing },
        });
    }

    /// <summary>The best constant answer where all classes are as frequent.</summary>
    private static double Guessing(in CheckPass pass, int classes)
    {
        int rows = pass.Targets.IsEmpty ? classes : 1; // each class, or one target with the shares of all
        int[] labels = pass.Targets.IsEmpty ? [.. Enumerable.Range(0, classes)] : [];
        float[] targets = new float[pass.Targets.IsEmpty ? 0 : classes], weights = new float[rows];
        Array.Fill(targets, 1f / classes);
        Array.Fill(weights, 1);
        return pass.Loss.Baseline(new TargetSample { Labels = labels, Targets = targets, Weights = weights, Count = rows, Outputs = classes });
    }
}
