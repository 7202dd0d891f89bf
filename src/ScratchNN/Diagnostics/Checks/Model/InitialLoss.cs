using ScratchNN.Kernels;

namespace ScratchNN;

/// <summary>SNN004: a first loss far above that of guessing. A loss below is fine: the model may have been trained before.</summary>
internal sealed class InitialLoss() : Check("SNN004", CheckMoment.TrainingStart)
{
    private const double Same = 1e-5;
    private const double FarAbove = 3; // random weights on scaled inputs give up to 1.5, some more with few features

    public override void Examine(in CheckPass pass)
    {
        int outputs = pass.Layers[^1].OutputShape.Size;
        bool isYesNo = pass.Loss.Meaning == OutputKind.YesNo;
        if (!(isYesNo || (pass.Loss.Meaning == OutputKind.OneClass && outputs > 1)) || pass.Step > 0) return;
        double guessing = Guessing(pass, outputs, isYesNo), loss = MeanLoss(pass, outputs);
        if (!(loss > FarAbove * guessing)) return;
        int answers = isYesNo ? 2 : outputs;
        bool isLogarithm = Math.Abs(guessing - Exponential.Log((float)answers)) < Same * guessing;
        pass.Report(new Finding
        {
            Code = Code,
            Severity = Severity.Warning,
            Title = $"The first loss is {NumberFormat.Text(loss)}; guessing {(isYesNo ? "yes or no" : $"among {outputs} classes")} costs "
                + $"{(isLogarithm ? $"ln {answers} = " : "")}{NumberFormat.Text(guessing)}. The model starts with confident wrong answers.",
            Advice = "Scale the inputs to about 1. If you set weights or Initialization yourself, remove that: by default the layers draw smaller weights.",
            Evidence = new Dictionary<string, double> { ["loss"] = loss, [isLogarithm ? "ln K" : "guessing"] = guessing },
        });
    }

    /// <summary>The mean over the samples that count, for each as if its targets of classes summed to 1: if they do not, TargetSums says so.</summary>
    private static double MeanLoss(in CheckPass pass, int outputs)
    {
        double loss = 0, weight = 0;
        for (int row = 0; row < pass.Losses.Length; row++)
        {
            double targets = 0;
            for (int i = 0; i < outputs && !pass.Targets.IsEmpty && pass.Loss.Meaning == OutputKind.OneClass; i++) targets += pass.Targets[(row * outputs) + i];
            bool counts = pass.Labels.IsEmpty || !pass.Loss.Ignores(pass.Labels[row]);
            if (!counts) continue;
            loss += pass.Losses[row];
            weight += pass.Targets.IsEmpty || pass.Loss.Meaning == OutputKind.YesNo ? 1 : targets;
        }
        return loss / weight;
    }

    /// <summary>The best constant answer where all classes, or yes and no, are as frequent.</summary>
    private static double Guessing(in CheckPass pass, int outputs, bool isYesNo)
    {
        int answers = isYesNo ? 2 : outputs, rows = pass.Targets.IsEmpty ? answers : 1; // each answer, or one target with the shares of all
        int[] labels = pass.Targets.IsEmpty ? [.. Enumerable.Range(0, answers)] : [];
        float[] targets = new float[pass.Targets.IsEmpty ? 0 : outputs], weights = new float[rows];
        Array.Fill(targets, 1f / answers);
        Array.Fill(weights, 1);
        return pass.Loss.Baseline(new TargetSample { Labels = labels, Targets = targets, Weights = weights, Count = rows, Outputs = outputs });
    }
}
