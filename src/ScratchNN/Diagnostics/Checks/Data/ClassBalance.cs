namespace ScratchNN;

/// <summary>SNN002: classes of very different sizes, and batches that hold one class because the labels are in order.</summary>
internal sealed class ClassBalance() : Check("SNN002", CheckMoment.TrainingStart)
{
    private const double LargestRatio = 10, Uneven = 2;
    private const int FewestSamples = 100;

    public override void Examine(in CheckPass pass)
    {
        var data = pass.Data;
        if (data.ClassCounts.Length == 0) return;
        if (data.IsSorted && !pass.Options.Shuffle.IsOn && pass.Options.BatchSize < data.Count)
            pass.Report(new Finding
            {
                Code = Code,
                Severity = Severity.Warning,
                Title = $"The labels are sorted and not shuffled, so a batch of {pass.Options.BatchSize} holds a single class: "
                    + "each step unlearns the one before.",
                Advice = "Set Shuffle = true, or shuffle the rows once.",
                Tensor = "y",
                Evidence = new Dictionary<string, double> { ["batch size"] = pass.Options.BatchSize, ["samples"] = data.Count },
            });

        int total = data.ClassCounts.Sum(), largest = Array.IndexOf(data.ClassCounts, data.ClassCounts.Max());
        int smallest = Array.IndexOf(data.ClassCounts, data.ClassCounts.Where(count => count > 0).Min());
        double ratio = (double)data.ClassCounts[largest] / data.ClassCounts[smallest];
        double weighted = pass.Problem.ClassWeights is { } weights ? ratio * weights[largest] / weights[smallest] : ratio;
        if (data.Count >= FewestSamples && ratio > Uneven && weighted > Math.Max(ratio, LargestRatio))
            pass.Report(new Finding
            {
                Code = Code,
                Severity = Severity.Warning,
                Title = $"ClassWeights give class {largest} more weight than class {smallest}, though it has {NumberFormat.Text(ratio)} times the samples: "
                    + $"in all it counts {NumberFormat.Text(weighted)} times as much.",
                Advice = "Are they the wrong way round? ClassWeights.Balanced gives all classes the same weight.",
                Tensor = "y",
                Evidence = new Dictionary<string, double> { ["ratio"] = weighted, ["largest class"] = largest, ["smallest class"] = smallest },
            });
        else if (data.Count >= FewestSamples && weighted > LargestRatio)
            pass.Report(new Finding
            {
                Code = Code,
                Severity = Severity.Warning,
                Title = $"Class {largest} has {NumberFormat.Text(ratio)} times the samples of class {smallest}: "
                    + $"always answering class {largest} is right {NumberFormat.Percent((double)data.ClassCounts[largest] / total)} of the time.",
                Advice = "Set ClassWeights to ClassWeights.Balanced, and judge by the accuracy of each class, not by that of all together.",
                Tensor = "y",
                Evidence = new Dictionary<string, double> { ["ratio"] = ratio, ["largest class"] = largest, ["smallest class"] = smallest },
            });
    }
}
