using System.Globalization;
using System.Text;

namespace ScratchNN;

/// <summary>What an examination of model, loss, optimizer and data gave.</summary>
/// <param name="Findings">What was found, the most likely cause first; empty if all is well.</param>
/// <param name="Rates">How far each learning rate came.</param>
/// <param name="BestRate">The learning rate that came furthest.</param>
/// <param name="OverfitSteps">The steps in which 16 samples were learned by heart, or null if they were not.</param>
public sealed record Diagnosis(IReadOnlyList<Finding> Findings, IReadOnlyList<RateTrial> Rates, float BestRate, int? OverfitSteps)
{
    /// <summary>The findings, and the learning rates as a table.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(OverfitSteps is { } steps ? string.Create(CultureInfo.InvariantCulture, $"16 samples are learned by heart in {steps} steps.") : "16 samples are not learned by heart.");
        text.AppendLine("learning rate  loss after 50 steps");
        foreach (var trial in Rates)
            text.AppendLine(CultureInfo.InvariantCulture, $"{trial.LearningRate,13:G3}  {(double.IsFinite(trial.Loss) ? NumberFormat.Text(trial.Loss) : "breaks")}{(trial.LearningRate == BestRate ? "  best" : "")}");
        foreach (var finding in Findings) text.AppendLine($"{finding}");
        if (Findings.Count == 0) text.AppendLine("Nothing is wrong.");
        return text.ToString().TrimEnd();
    }
}
