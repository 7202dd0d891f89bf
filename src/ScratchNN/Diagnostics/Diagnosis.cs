using System.Globalization;
using System.Text;

namespace ScratchNN.Diagnostics;

/// <summary>The result of an examination of model, loss, optimizer and data.</summary>
public sealed record Diagnosis
{
    /// <summary>The findings, the most likely cause first; empty if all is well.</summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>How far each learning rate came.</summary>
    public required IReadOnlyList<RateTrial> Rates { get; init; }

    /// <summary>The learning rate that came furthest.</summary>
    public required double BestRate { get; init; }

    /// <summary>The steps in which 16 samples were memorised; null if they were not.</summary>
    public int? OverfitSteps { get; init; }

    /// <summary>The findings, and the learning rates as a table.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(OverfitSteps is { } steps ? string.Create(CultureInfo.InvariantCulture, $"16 samples are memorised in {steps} steps.")
            : "16 samples are not memorised.");
        text.AppendLine("learning rate  loss after 50 steps");
        foreach (var trial in Rates)
            text.AppendLine(CultureInfo.InvariantCulture,
                $"{trial.LearningRate,13:G3}  "
                    + $"{(double.IsFinite(trial.Loss) ? NumberFormat.Text(trial.Loss) : "breaks")}{(trial.LearningRate == BestRate ? "  best" : "")}");
        foreach (var finding in Findings) text.AppendLine($"{finding}");
        if (Findings.Count == 0) text.AppendLine("Nothing is wrong.");
        return text.ToString().TrimEnd();
    }
}
